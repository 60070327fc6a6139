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

const readEvents = (appId: string) =>
  testDatabase.read<{ type: string; openid: string; problem: string | null; isDone: boolean }>(
    `select type, openid, problem, processed_at is not null as "isDone" from events where app_id = $1`,
    [appId],
  );

/** What differs from the app as it was opened, in the words of the manifest. */
async function readChanges(appId: string): Promise<string[]> {
  const rows = await testDatabase.read<{ told: string }>(
    `select 'granted ' || template_id as told from grants where app_id = $1 and evidence = 'witnessed' and state = 'available'
     union all
     select 'voided ' || template_id from grants where app_id = $1 and state = 'void'
     union all
     select 'noted ' || template_id || ' ' || result from grant_evidence where app_id = $1 and result not like 'accept%'
     union all
     select 'push ' || delivery from pushes where app_id = $1 and delivery <> 'pending'
     union all
     select trim('waits ' || template_id || ' ' || msgid) from sent_event_items where app_id = $1 and attempt_id is null`,
    [appId],
  );
  return rows.map(({ told }) => told).sort();
}

async function applyAll(): Promise<void> {
  while ((await storage.hotPath.applyEvents(200)).applied > 0);
}

async function expectStored(appId: string, becomes: Extract<Becomes, { stored: string }>) {
  const { stored: type, openid = 'oUser1', then } = becomes;
  expect(await readEvents(appId)).toEqual([{ type, openid, problem: null, isDone: true }]);
  expect(await readChanges(appId)).toEqual([...then].sort());
}

async function expectNothing(appId: string) {
  expect(await readEvents(appId)).toEqual([]);
  expect(await readChanges(appId)).toEqual([]);
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
      for (const [at, { status, text, body }] of answers.entries()) {
        if ('stored' in becomes) {
          expect([modes[at], status, text]).toEqual([modes[at], 200, 'success']);
          await expectStored(appIds[at]!, becomes);
        } else {
          expect([modes[at], status]).toEqual([modes[at], becomes.status ?? 400]);
          expect(body.detail).toContain(becomes.refused);
          await expectNothing(appIds[at]!);
        }
      }
    }
  },
);

test('every shape is posted, and the manifest names no other', () => {
  expect(corpus.length).toBeGreaterThan(150);
});
