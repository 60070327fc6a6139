import { decideNext } from '@yuexin/domain';
import type { ClaimedPush } from '@yuexin/storage';
import { createApp, createPush, createTemplate, createUser, giveGrant } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import type { ApiBed } from './api-bed.ts';
import type { Story, StoryEvent, StoryUser } from './event-story.ts';
import { plainQuery } from './sign-event.ts';

export type Stage = {
  /** The user's next step: claim a push, then settle it, and so on. */
  step(user: StoryUser): Promise<void>;
  hasBegun(event: StoryEvent): boolean;
  /** Posts events, all at once, as WeChat does. */
  post(events: readonly StoryEvent[]): Promise<void>;
  report(user: StoryUser, tap: StoryUser['taps'][number]): Promise<void>;
  apply(limit: number): Promise<number>;
  /** The ledger without its ids: every push by name and every balance. */
  ledger(): Promise<Record<string, string>>;
};

type Actor = {
  id: string;
  pushIds: string[];
  parkedIds: string[];
  steps: number;
  taken: ClaimedPush | null;
};

const atOnce = 100;

/** An app in a database of its own on which a story is played. */
export async function openStage(given: {
  api: ApiBed;
  appId: string;
  templateId: string;
  story: Story;
}): Promise<Stage> {
  const { api, appId, templateId, story } = given;
  const { storage } = api;
  const token = 'test-message-token';
  await createApp({ storage, appId });
  await createTemplate({ storage, appId, templateId });
  const actors = new Map<string, Actor>();
  for (const { openid, grants, sends, parked } of story.users) {
    const { id } = await createUser({ storage, appId, openid });
    if (grants > 0) await giveGrant({ storage, appId, openid, templateId, count: grants });
    const make = async () => (await createPush({ storage, appId, templateId, userId: id })).id;
    const pushIds: string[] = [];
    const parkedIds: string[] = [];
    while (pushIds.length < sends.length) pushIds.push(await make());
    while (parkedIds.length < parked) parkedIds.push(await make());
    actors.set(openid, { id, pushIds, parkedIds, steps: 0, taken: null });
  }

  const claim = async (pushId: string): Promise<ClaimedPush> => {
    const requests = [{ pushId, cycle: 0, attemptId: uuidv7() }];
    const [result] = await storage.hotPath.claimPushes({
      requests,
      workerId: 'w',
      leaseMs: 600_000,
    });
    if (result?.kind !== 'claimed') throw new Error(`Not claimed: ${JSON.stringify(result)}`);
    return result.push;
  };
  const settle = async (push: ClaimedPush, { outcome }: StoryUser['sends'][number]) => {
    const finishedAt = new Date();
    const decision = decideNext({ push, outcome, now: finishedAt, random: () => 0 });
    const { pushId, attemptId, attemptNumber } = push;
    const call = { errmsg: null, httpStatus: 200, durationMs: 1, finishedAt, tokenGeneration: 1 };
    await storage.hotPath.settleAttempts([
      { pushId, attemptId, attemptNumber, outcome, decision, ...call },
    ]);
  };

  /** As WeChat does: three times, while the connection breaks or the answer is another than success. */
  const postOne = async (body: string, triesLeft = 2): Promise<void> => {
    const path = `/v1/wechat/${appId}/events?${plainQuery(token).toString()}`;
    const answer = await api.call('POST', path, { key: null, body }).catch((error: unknown) => {
      if (triesLeft === 0) throw error;
      return null;
    });
    if (answer?.text === 'success') return;
    if (answer !== null && triesLeft === 0) throw new Error(answer.text);
    await postOne(body, triesLeft - 1);
  };

  return {
    step: async (user) => {
      const actor = actors.get(user.openid)!;
      const send = Math.floor(actor.steps / 2);
      actor.steps += 1;
      if (actor.taken === null) actor.taken = await claim(actor.pushIds[send]!);
      else {
        await settle(actor.taken, user.sends[send]!);
        actor.taken = null;
      }
    },
    hasBegun: ({ openid, after }) => after === null || actors.get(openid)!.steps > after * 2,
    post: async (events) => {
      for (let at = 0; at < events.length; at += atOnce)
        await Promise.all(events.slice(at, at + atOnce).map(({ body }) => postOne(body)));
    },
    report: async ({ openid }, { requestId, second }) => {
      const userId = actors.get(openid)!.id;
      const askedAt = new Date(second * 1000);
      const results = { [templateId]: 'accept' } as const;
      await storage.hotPath.recordGrantReports([
        {
          appId,
          userId,
          requestId,
          page: null,
          askedAt,
          results,
        },
      ]);
    },
    apply: async (limit) => (await storage.hotPath.applyEvents(limit)).applied,
    ledger: async () => {
      const told: Record<string, string> = {};
      for (const [openid, { id, pushIds, parkedIds }] of actors) {
        const balances = await storage.users.balances(id);
        told[openid] = JSON.stringify(balances[templateId] ?? {});
        const rows = await Promise.all(pushIds.map((pushId) => storage.pushes.find(pushId)));
        rows.forEach((row, at) => {
          told[`${openid} send ${at}`] = [row?.state, row?.delivery, row?.reason?.code].join(' ');
        });
        const parked = await Promise.all(parkedIds.map((pushId) => storage.pushes.find(pushId)));
        told[`${openid} parked`] = parked.map((row) => row?.state).join(' ');
      }
      return told;
    },
  };
}
