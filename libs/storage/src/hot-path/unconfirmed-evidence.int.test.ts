import { beforeEach, describe, expect, test } from '@jest/globals';
import { unconfirmedEvidence } from '@yuexin/domain';
import {
  accepted,
  notSent,
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps, evidence } = ledger;
const tested = new Set<string>();

beforeEach(() => {
  evidence.splice(0);
});

type Silent = Awaited<ReturnType<typeof silent>>;

/** A push whose answer was lost. */
async function silent(change: Parameters<TestApp['push']>[1] = {}, grants = 1) {
  const app = await ledger.newApp();
  const userId = await app.newUser();
  await app.give(userId, grants);
  const pushId = await app.push(userId, change);
  const push = await ledger.take(pushId);
  await ledger.settle(push, unconfirmed);
  return { app, userId, pushId, push };
}

async function report({ app, userId }: Silent, code: string) {
  await app.storeEvent(userId, {
    type: 'subscribe_msg_sent_event',
    items: [
      {
        ...{ templateId: 'tpl-1', msgid: crypto.randomUUID(), errorCode: code },
        errorStatus: code === '0' ? 'success' : 'user refuse',
      },
    ],
  });
  await hotPath.applyEvents(100);
}

const verdict = ({ pushId }: Silent, word: 'delivered' | 'resend' | 'dead') =>
  hotPath.giveVerdict({ pushId, verdict: word, actor: 'key:1', reason: null, requestId: null });

/** The second send, in cycle 1, decided as after silence: without an operator's word. */
async function sendAgain(push: Silent, errcode: number) {
  await verdict(push, 'resend');
  evidence.splice(0);
  const second = await ledger.take(push.pushId, 1);
  await ledger.settle({ ...second, hasVerdict: false }, refused(errcode));
}

async function keepSilent(push: Silent) {
  await query(
    `update attempts set started_at = now() - interval '5 minutes', finished_at = now() - interval '290 seconds' where push_id = $1`,
    [push.pushId],
  );
  await query(
    `insert into heartbeats select 'api-1', 'api', now() - age * interval '1 second' from generate_series(0, 310, 2) age on conflict do nothing`,
  );
  const later = await push.app.newUser();
  await push.app.give(later);
  const pushId = await push.app.push(later);
  await ledger.settle(await ledger.take(pushId), accepted(pushId));
  await push.app.storeEvent(later, {
    type: 'subscribe_msg_sent_event',
    items: [{ templateId: 'tpl-1', msgid: pushId, errorCode: '0', errorStatus: 'success' }],
  });
  await hotPath.applyEvents(100);
  await sweeps.judgeUnconfirmed({ limit: 1000, windowMs: 120_000 });
}

async function revoke({ app, userId }: Silent) {
  await app.storeEvent(userId, {
    type: 'subscribe_msg_change_event',
    items: [{ templateId: 'tpl-1', status: 'reject' }],
    createdAt: new Date(Date.now() + 1000),
  });
  await hotPath.applyEvents(100);
}

const ways: [string, string, (push: Silent) => Promise<unknown>][] = [
  ['event-success', 'unconfirmed -> sent', (push) => report(push, '0')],
  ['event-failure', 'unconfirmed -> dead', (push) => report(push, '4')],
  ['late-answer', 'unconfirmed -> sent', ({ push }) => ledger.settle(push, accepted())],
  ['late-answer', 'unconfirmed -> retrying', ({ push }) => ledger.settle(push, notSent)],
  ['silence', 'unconfirmed -> queued', keepSilent],
  ['inferred-by-43101', 'sending -> sent', (push) => sendAgain(push, 43101)],
  ['inferred-by-40241', 'sending -> sent', (push) => sendAgain(push, 40241)],
  [
    'held',
    'sending -> unconfirmed',
    async (push) => {
      await verdict(push, 'resend');
      evidence.splice(0);
      await ledger.settle(await ledger.take(push.pushId, 1), refused(43101));
    },
  ],
  [
    'held',
    'sending -> unconfirmed',
    async (push) => {
      await verdict(push, 'resend');
      const second = await ledger.take(push.pushId, 1);
      await revoke(push);
      evidence.splice(0);
      await ledger.settle({ ...second, hasVerdict: false }, refused(43101));
    },
  ],
  ['verdict-delivered', 'unconfirmed -> sent', (push) => verdict(push, 'delivered')],
  ['verdict-resend', 'unconfirmed -> queued', (push) => verdict(push, 'resend')],
  ['verdict-dead', 'unconfirmed -> dead', (push) => verdict(push, 'dead')],
  [
    'expiry',
    'unconfirmed -> dead',
    async ({ pushId }) => {
      await query('update pushes set expires_at = now() where id = $1', [pushId]);
      await sweeps.expirePushes(1000);
    },
  ],
  [
    'event-success',
    'sending -> sent',
    async (push) => {
      await verdict(push, 'resend');
      const second = await ledger.take(push.pushId, 1);
      await query(`update attempts set msgid = 'known-1' where push_id = $1 and number = 1`, [
        push.pushId,
      ]);
      await push.app.storeEvent(push.userId, {
        type: 'subscribe_msg_sent_event',
        items: [{ templateId: 'tpl-1', msgid: 'known-1', errorCode: '0', errorStatus: 'success' }],
      });
      await hotPath.applyEvents(100);
      evidence.splice(0);
      await ledger.settle(second, notSent);
    },
  ],
  [
    'late-answer',
    'sending -> sent',
    async (push) => {
      await verdict(push, 'resend');
      await ledger.take(push.pushId, 1);
      await ledger.settle(push.push, accepted());
      await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
        push.pushId,
      ]);
      evidence.splice(0);
      await sweeps.expireLeases(1000);
    },
  ],
];

describe('What settled an unconfirmed push', () => {
  test.each(ways)(
    '%s (%s) is told once and kept with the state change',
    async (name, step, settle) => {
      tested.add(name);
      const push = await silent();
      await settle(push);
      expect(evidence).toEqual([name]);
      const rows = await query<{ step: string; evidence: string | null }>(
        `select from_state || ' -> ' || to_state as step, evidence from push_transitions
       where push_id = $1 order by at, id`,
        [push.pushId],
      );
      expect(rows.at(-1)).toEqual({ step, evidence: name });
      expect(rows[0]).toEqual({ step: 'sending -> unconfirmed', evidence: null });
    },
  );

  test('when many are settled by one call, then each is counted', async () => {
    const pushes = [await silent(), await silent(), await silent()];
    await query('update pushes set expires_at = now() where id = any ($1)', [
      pushes.map(({ pushId }) => pushId),
    ]);
    await sweeps.expirePushes(1000);
    expect(evidence).toEqual(['expiry', 'expiry', 'expiry']);
  });

  test('when nothing was unconfirmed, then nothing is told, and nothing of an earlier call is told again', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), accepted());
    await sweeps.expirePushes(1000);
    expect(evidence).toEqual([]);
  });

  test('every kind of evidence there is was tried', () => {
    expect([...tested].sort()).toEqual([...unconfirmedEvidence].sort());
  });
});
