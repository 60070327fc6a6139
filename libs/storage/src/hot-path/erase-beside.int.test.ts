import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createUserRepository } from '../repositories/user.repository.ts';
import { openTestLedger } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger({ poolMax: 4 });
const { hotPath, query, sweeps } = ledger;
let session: pg.Client;

beforeEach(async () => {
  session = new pg.Client({ connectionString: ledger.testDatabase.url });
  await session.connect();
});

afterEach(() => session.end());

async function waitUntilBlocked(): Promise<void> {
  await eventually(async () => {
    const waiting = await session.query('select 1 from pg_locks where not granted');
    expect(waiting.rowCount).toBeGreaterThan(0);
  });
}

async function openidOf(userId: string): Promise<string> {
  const [row] = await query<{ openid: string }>('select openid from users where id = $1', [userId]);
  return row?.openid ?? '';
}

describe('Erasing a user', () => {
  test('when a push to them waits behind it, then it is refused as to somebody unknown, nothing of it is stored, and its key is free', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await session.query('begin');
    await session.query('select erase_user($1, $2, $3)', [
      app.appId,
      await openidOf(userId),
      'key:1',
    ]);
    const idempotency = { key: 'k-1', fingerprint: Buffer.alloc(32) };
    const push = app.newPush(userId, { idempotency });
    const neighbour = app.newPush(await app.newUser());
    const accepting = hotPath.acceptPushes([push, neighbour]);
    await waitUntilBlocked();
    await session.query('commit');
    const { results } = await accepting;
    expect(results).toMatchObject([{ kind: 'recipient-unknown' }, { kind: 'created' }]);
    expect(await query('select 1 from pushes where id = $1', [push.id])).toEqual([]);
    expect(await query('select 1 from idempotency_keys where push_id = $1', [push.id])).toEqual([]);
  });

  test('when events of theirs wait, then neither waits for the other', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const accept = { templateId: 'tpl-1', status: 'accept' };
    await app.storeEvent(userId, { type: 'subscribe_msg_popup_event', items: [accept] });
    await session.query('begin');
    await session.query('select 1 from users where id = $1 for update', [userId]);
    const startedAt = performance.now();
    expect(await hotPath.applyEvents(100)).toEqual({ applied: 0, due: [] });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    const erased = await session.query<{ answer: { kind: string } }>(
      'select erase_user($1, $2, $3) as answer',
      [app.appId, await openidOf(userId), 'key:1'],
    );
    expect(erased.rows[0]?.answer.kind).toBe('erased');
    await session.query('commit');
    expect(await query('select 1 from events where app_id = $1', [app.appId])).toEqual([]);
  });

  test('when a push to their phone had expired before they logged in, then it loses its contents, too', async () => {
    const app = await ledger.newApp();
    const phone = '+8613800004321';
    const push = app.newPush(null, { toPhone: phone });
    await hotPath.acceptPushes([push]);
    await query(`update pushes set expires_at = now() - interval '1 second' where id = $1`, [
      push.id,
    ]);
    await sweeps.expirePushes(100);
    const users = createUserRepository(ledger.core);
    await users.recordLogin({
      appId: app.appId,
      openid: 'o-1',
      unionid: null,
      phone,
      at: new Date(),
    });
    await query('select erase_user($1, $2, $3)', [app.appId, 'o-1', 'key:1']);
    const rows = await query(
      'select state, data, to_phone_hash, to_phone_cipher from pushes where id = $1',
      [push.id],
    );
    expect(rows).toEqual([
      { state: 'expired', data: {}, to_phone_hash: null, to_phone_cipher: null },
    ]);
  });
});
