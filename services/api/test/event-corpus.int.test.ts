import { expect, test } from '@jest/globals';
import { decideNext } from '@yuexin/domain';
import { createApp, createPush, createTemplate, createUser, giveGrant } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import { createApiBed, type Problem } from './support/api-bed.ts';
import { readEventCorpus, type Becomes, type CorpusFile } from './support/read-event-corpus.ts';
import { plainQuery, sealEvent } from './support/sign-event.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;
const token = 'test-message-token';
const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const msgid = '1988810812324364291';
const corpus = readEventCorpus(new Date());

/** What compatible mode shows beside `Encrypt`, unsigned: believed, it would be seen. */
const besides = {
  xml: '<FromUserName>oForged</FromUserName><CreateTime>1</CreateTime><Event>forged</Event>',
  json: '"FromUserName":"oForged","CreateTime":1,"Event":"forged",',
};
const modes = ['plain', 'safe', 'compatible'] as const;

/** An app whose user oUser1 has one grant of T1 and one message on its way. */
async function openApp(): Promise<string> {
  const { appId } = await createApp({ storage, messageToken: token, encodingAesKey });
  const { id: userId } = await createUser({ storage, appId, openid: 'oUser1' });
  await createTemplate({ storage, appId, templateId: 'T1' });
  const grantedAt = new Date(Date.now() - 600_000);
  await giveGrant({ storage, appId, openid: 'oUser1', templateId: 'T1', count: 2, grantedAt });
  const { id: pushId } = await createPush({ storage, appId, templateId: 'T1', userId });
  const [claim] = await storage.hotPath.claimPushes({
    ...{ workerId: 'w', leaseMs: 60_000 },
    requests: [{ pushId, cycle: 0, attemptId: uuidv7() }],
  });
  if (claim?.kind !== 'claimed') throw new Error(JSON.stringify(claim));
  const { push } = claim;
  const { attemptId, attemptNumber } = push;
  const outcome = { kind: 'accepted', msgid } as const;
  const finishedAt = new Date();
  const decision = decideNext({ push, outcome, now: finishedAt, random: () => 0 });
  const call = { errmsg: null, httpStatus: 200, durationMs: 1, finishedAt, tokenGeneration: 1 };
  await storage.hotPath.settleAttempts([
    { pushId, attemptId, attemptNumber, outcome, decision, ...call },
  ]);
  return appId;
}

function post(input: { appId: string; mode: (typeof modes)[number]; given: CorpusFile }) {
  const { appId, mode, given } = input;
  const envelope = given.file.endsWith('.xml') ? 'xml' : 'json';
  const sealed = () =>
    sealEvent({
      ...{ token, encodingAesKey, appId, message: given.bytes, envelope },
      besides: mode === 'compatible' ? besides[envelope] : '',
    });
  const { query, body } =
    mode === 'plain' ? { query: plainQuery(token), body: given.bytes } : sealed();
  const path = `/v1/wechat/${appId}/events?${query.toString()}`;
  return api.call<Problem>('POST', path, { key: null, body });
}

/** Every event of an app, and what differs from the app as it was opened, in the words of the manifest. */
async function readOutcomes(appIds: readonly string[]): Promise<string[][]> {
  const rows = await testDatabase.read<{ appId: string; told: string }>(
    `select app_id as "appId", concat_ws(' ', 'stored', type, 'of', openid,
       case when processed_at is null then 'unread' end, problem) as told from events
     union all
     select app_id, 'granted ' || template_id from grants where evidence = 'witnessed' and state = 'available'
     union all
     select app_id, 'voided ' || template_id from grants where state = 'void'
     union all
     select app_id, concat_ws(' ', 'noted', template_id, result) from grant_evidence where result not like 'accept%'
     union all
     select app_id, 'push ' || delivery from pushes where delivery <> 'pending'
     union all
     select app_id, trim(concat_ws(' ', 'waits', template_id, msgid)) from sent_event_items where attempt_id is null`,
  );
  return appIds.map((appId) =>
    rows
      .filter((row) => row.appId === appId)
      .map(({ told }) => told)
      .sort(),
  );
}

async function applyAll(): Promise<void> {
  while ((await storage.hotPath.applyEvents(200)).applied > 0);
}

function outcomeOf(becomes: Becomes): string[] {
  if ('refused' in becomes) return [];
  const { stored, openid = 'oUser1', then } = becomes;
  return [`stored ${stored} of ${openid}`, ...then].sort();
}

test.each(corpus)(
  'when $file is posted plain, safe and compatible, and once more, then it becomes what the manifest says, once',
  async (given) => {
    const { becomes } = given;
    const appIds = await Promise.all(modes.map(openApp));
    for (let turn = 0; turn < 2; turn += 1) {
      const answers = await Promise.all(
        modes.map((mode, at) => post({ appId: appIds[at]!, mode, given })),
      );
      await applyAll();
      for (const { status, text, body } of answers) {
        if ('stored' in becomes) expect([status, text]).toEqual([200, 'success']);
        else {
          expect(status).toBe(becomes.status ?? 400);
          expect(body.detail).toContain(becomes.refused);
        }
      }
      expect(await readOutcomes(appIds)).toEqual(modes.map(() => outcomeOf(becomes)));
    }
  },
);

test('every shape is posted, and the manifest names no other', () => {
  expect(corpus.length).toBeGreaterThan(150);
});
