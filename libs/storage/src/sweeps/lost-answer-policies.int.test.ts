import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { createSilence } from '../test-support/create-silence.ts';
import {
  openTestLedger,
  refused,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;
const { silent } = createSilence(ledger);

describe('The policies for a lost answer', () => {
  const report = async (app: TestApp, userId: string, code: string) => {
    const errorStatus = code === '0' ? 'success' : 'user refuse';
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: uuidv7(), errorCode: code, errorStatus }],
      createdAt: new Date(Date.now() - 4 * 60_000),
    });
    await hotPath.applyEvents(1000);
  };

  test.each([
    ['hold', '0', 'sent', 'confirmed'],
    ['hold', '4', 'dead', 'failed'],
    ['reconcile', '0', 'sent', 'confirmed'],
    ['reconcile', '4', 'dead', 'failed'],
  ] as const)(
    "%s: WeChat's event (%s) settles it as %s, its grant spent",
    async (onUnconfirmed, code, state, delivery) => {
      const { app, userId, pushId } = await silent({ onUnconfirmed });
      await report(app, userId, code);
      expect(await ledger.read(pushId)).toMatchObject({ state, delivery });
      expect(await ledger.grants(userId)).toEqual(['spent']);
    },
  );

  test.each(['hold', 'reconcile'] as const)(
    '%s: without evidence it ends dead at its expiry, its grant kept as spent',
    async (onUnconfirmed) => {
      const { userId, pushId } = await silent({ onUnconfirmed });
      await query('update pushes set expires_at = now() where id = $1', [pushId]);
      await sweeps.expirePushes(1000);
      const reason = { code: 'unconfirmed' };
      expect(await ledger.read(pushId)).toMatchObject({ state: 'dead', reason });
      expect(await ledger.grants(userId)).toEqual(['spent']);
    },
  );

  test('resend: it goes out again although another grant is there, and an event of the first ends it while it waits', async () => {
    const { app, userId, pushId } = await silent({ onUnconfirmed: 'resend' }, 2);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'retrying', grant_id: null });
    await query('update pushes set due_at = now() where id = $1', [pushId]);
    await ledger.settle(await ledger.take(pushId, 1), unconfirmed);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'retrying', attempts: 2 });
    await report(app, userId, '0');
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect((await ledger.grants(userId)).sort()).toEqual(['available', 'spent']);
  });

  test('send-anyway without a grant in the ledger: the 43101 of a second try proves nothing, and silence does not judge', async () => {
    const { userId, pushId } = await silent(
      { onUnconfirmed: 'resend', onNoGrant: 'send-anyway' },
      0,
    );
    await query('update pushes set due_at = now() where id = $1', [pushId]);
    await ledger.settle(await ledger.take(pushId, 1), refused(43101));
    const held = { state: 'unconfirmed', reason: { code: 'grant-unknown', errcode: 43101 } };
    expect(await ledger.read(pushId)).toMatchObject(held);
    await query(`update pushes set on_unconfirmed = 'reconcile' where id = $1`, [pushId]);
    await sweeps.judgeUnconfirmed({ limit: 100, windowMs: 1 });
    expect(await ledger.read(pushId)).toMatchObject(held);
    expect(await ledger.grants(userId)).toEqual([]);
  });
});
