import { setTimeout as delay } from 'node:timers/promises';
import { setMaxListeners } from 'node:events';
import { openMiniPrograms } from '../create-load-parties.ts';
import { callJson } from '../../local-stack/call-json.ts';
import { groupBy } from '../audit/group-by.ts';
import { readWechatLedger } from '../audit/read-wechat-ledger.ts';
import { createReliableCaller } from '../load/call-until-answered.ts';
import { createLoadRecord, type LoadRecord } from '../load/load-record.ts';
import { createMiniProgram, type MiniProgram } from '../load/mini-program.ts';
import { playLoad } from '../load/play-load.ts';
import { TAG_KEYWORD } from '../plan/chaos-apps.ts';
import type { ChaosPlan } from '../plan/draw-plan.ts';
import { createSeededRandom } from '../plan/seeded-random.ts';
import { playFaults } from '../stack/play-faults.ts';
import { seedWechat } from '../stack/seed-chaos-apps.ts';
import { createWechatFaults } from '../stack/wechat-faults.ts';
import { createNaiveCaller } from './naive-caller.ts';
import { whenAborted } from '../when-aborted.ts';
import { openNaiveStack, type NaiveStack } from './open-naive-stack.ts';

export type NaiveResult = {
  accepted: number;
  sent: number;
  /** Accepted, and never sent although nothing WeChat said forbade it. */
  lost: number;
  doubled: number;
  /** Refused by WeChat for want of a grant: a naive sender does not wait for one. */
  withoutGrant: number;
};

/** BullMQ gives a dead worker's jobs back after its lock (30 s by default) and a look: then all that comes has come. */
const STILL_MS = 40_000;
const STILL_LIMIT_MS = 180_000;

/** The same load and faults against the naive sender; PostgreSQL's faults find nothing to hurt. */
export async function runNaive(input: {
  plan: ChaosPlan;
  dataRoot: string;
  leaving: AbortSignal;
  say: (line: string) => void;
}): Promise<NaiveResult> {
  const stack = await openNaiveStack(input);
  const giveUp = new AbortController();
  setMaxListeners(0, giveUp.signal);
  try {
    const run = carryOut({ ...input, stack, giveUp });
    return await Promise.race([run, whenAborted(input.leaving)]);
  } finally {
    giveUp.abort();
    await stack.stop();
  }
}

async function carryOut(input: {
  plan: ChaosPlan;
  stack: NaiveStack;
  giveUp: AbortController;
  say: (line: string) => void;
}): Promise<NaiveResult> {
  const { plan, stack, giveUp, say } = input;
  const { simulatorUrl } = stack;
  const { miniProgram, caller, record } = await openParties(input);
  const wechat = createWechatFaults(simulatorUrl);
  await wechat.beginLasting();
  const startAt = Date.now();
  const faults = plan.faults.filter((fault) => fault.kind !== 'restart-postgres');
  const hurt = { ...stack, postgres: noPostgres };
  const timer = setTimeout(() => giveUp.abort(), plan.profile.seconds * 2_000);
  await Promise.all([
    playFaults({ plan: faults, startAt, stack: hurt, wechat, say }),
    playLoad({ plan: plan.load, startAt, miniProgram, caller }),
  ]);
  clearTimeout(timer);
  await wechat.clear();
  await waitUntilStill(stack);
  return countUp(stack, record);
}

/** It has no log-in and takes no reports: only the taps happen, in WeChat, and each user has allowed one message. */
async function openParties(input: { plan: ChaosPlan; stack: NaiveStack; giveUp: AbortController }) {
  const { plan, stack, giveUp } = input;
  const { simulatorUrl, apiUrl } = stack;
  const { seed, profile } = plan;
  const none = { eventUrl: () => null };
  const people = await seedWechat({ simulatorUrl, ...none, users: profile.users, seed });
  const record = createLoadRecord();
  const random = createSeededRandom(seed, 'retries');
  const call = createReliableCaller({ random, giveUp: giveUp.signal });
  const phones = createMiniProgram({ apiUrl, simulatorUrl, people, call, record });
  const miniProgram: MiniProgram = {
    logIn: () => Promise.resolve(),
    tap: (planned) => phones.tap({ ...planned, reports: 0 }),
  };
  await openMiniPrograms({ miniProgram, people: people.length, seed });
  const caller = createNaiveCaller({ apiUrl, people, call, record });
  return { miniProgram, caller, record };
}

const noPostgres = { down: () => Promise.resolve(), up: () => Promise.resolve() };

async function waitUntilStill({ simulatorUrl }: NaiveStack): Promise<void> {
  const endAt = Date.now() + STILL_LIMIT_MS;
  let sends = -1;
  let since = Date.now();
  while (Date.now() < endAt && Date.now() - since < STILL_MS) {
    const now = (await readWechatLedger(simulatorUrl)).sends.length;
    if (now !== sends) [sends, since] = [now, Date.now()];
    await delay(1_000);
  }
}

type SendCall = {
  errcode: number | null;
  body: { data?: Record<string, { value: string }> } | null;
};

async function countUp(stack: NaiveStack, record: LoadRecord): Promise<NaiveResult> {
  const { sends } = await readWechatLedger(stack.simulatorUrl);
  const byTag = groupBy(sends, (send) => send.tag);
  const { data: calls } = await callJson<{ data: SendCall[] }>(
    `${stack.simulatorUrl}/_sim/calls?path=/cgi-bin/message/subscribe/send&limit=100000`,
  );
  const refused = new Set(
    calls
      .filter((call) => call.errcode === 43101)
      .map((call) => call.body?.data?.[TAG_KEYWORD]?.value ?? ''),
  );
  const unsent = record.accepted().filter(({ push }) => !byTag.has(push.tag));
  return {
    accepted: record.accepted().length,
    sent: byTag.size,
    lost: unsent.filter(({ push }) => !refused.has(push.tag)).length,
    doubled: [...byTag.values()].filter((same) => same.length > 1).length,
    withoutGrant: unsent.filter(({ push }) => refused.has(push.tag)).length,
  };
}
