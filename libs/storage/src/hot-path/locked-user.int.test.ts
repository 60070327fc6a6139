import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  accepted,
  openTestLedger,
  settlementOf,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;

let app: TestApp;
/** Somebody's session that has locked a user's row and forgets to end its transaction. */
let session: pg.Client;

beforeEach(async () => {
  app = await ledger.newApp();
  session = new pg.Client({ connectionString: ledger.testDatabase.url });
  await session.connect();
});

afterEach(() => session.end());

async function lock(userId: string): Promise<void> {
  await session.query('begin');
  await session.query('select 1 from users where id = $1 for update', [userId]);
}

const accept = {
  type: 'subscribe_msg_popup_event',
  items: [{ templateId: 'tpl-1', status: 'accept' }],
};

describe('A user whose row another session keeps locked', () => {
  test('when events of others are to be applied, then they are, the user’s wait without a try counted, and are applied once it is free', async () => {
    const locked = await app.newUser();
    const others = [await app.newUser(), await app.newUser()];
    const waiting = [await app.storeEvent(locked, accept), await app.storeEvent(locked, accept)];
    for (const other of others) await app.storeEvent(other, accept);
    await lock(locked);

    expect((await hotPath.applyEvents(100)).applied).toBe(2);
    for (const other of others) expect(await ledger.grants(other)).toEqual(['available']);
    expect(await ledger.grants(locked)).toEqual([]);

    await session.query('rollback');
    expect((await hotPath.applyEvents(100)).applied).toBe(2);
    expect(await ledger.grants(locked)).toEqual(['available', 'available']);
    const stored = await query<{ tries: number }>('select tries from events where id = any($1)', [
      waiting,
    ]);
    expect(stored.map(({ tries }) => tries)).toEqual([0, 0]);
  }, 30_000);

  test('when more of their events wait than one call takes, then what waits behind them is applied', async () => {
    const locked = await app.newUser();
    const other = await app.newUser();
    for (let nth = 0; nth < 5; nth += 1) await app.storeEvent(locked, accept);
    await app.storeEvent(other, accept);
    await lock(locked);
    expect((await hotPath.applyEvents(5)).applied).toBe(1);
    expect(await ledger.grants(other)).toEqual(['available']);
    await session.query('rollback');
  }, 30_000);

  test('when sweeps come to their pushes, then the others’ are expired, queued and given up at once, and theirs once they are free', async () => {
    const [locked, other] = [await app.newUser(), await app.newUser()];
    const sweeps: [string, () => Promise<unknown>][] = [
      ['expired', () => ledger.sweeps.expirePushes(100)],
      ['parked', () => ledger.sweeps.queueDue(100)],
      ['unconfirmed', () => ledger.sweeps.expireLeases(100)],
    ];
    const ids: [string, string][] = [];
    for (const userId of [locked, other]) {
      const waiting = await app.push(userId);
      const later = await app.push(userId, { sendAt: new Date(Date.now() + 3_600_000) });
      await query(`update pushes set expires_at = now() - interval '1 second' where id = $1`, [
        waiting,
      ]);
      await query(`update pushes set due_at = now() - interval '1 second' where id = $1`, [later]);
      ids.push([waiting, later]);
    }
    const taken: { pushId: string }[] = [];
    for (const userId of [locked, other]) {
      await app.give(userId);
      taken.push(await ledger.take(await app.push(userId)));
      await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
        taken.at(-1)?.pushId,
      ]);
    }
    await lock(locked);
    for (const [, sweep] of sweeps) await sweep();
    const statesOf = async (nth: number) => [
      (await ledger.read(ids[nth]?.[0] ?? '')).state,
      (await ledger.read(ids[nth]?.[1] ?? '')).state,
      (await ledger.read(taken[nth]?.pushId ?? '')).state,
    ];
    expect(await statesOf(1)).toEqual(sweeps.map(([state]) => state));
    expect(await statesOf(0)).toEqual(['parked', 'scheduled', 'sending']);
    await session.query('rollback');
    for (const [, sweep] of sweeps) await sweep();
    expect(await statesOf(0)).toEqual(sweeps.map(([state]) => state));
  }, 30_000);

  test('when a batch is settled, then the others’ pushes end and the user’s answer is told that it must come again', async () => {
    const users = [await app.newUser(), await app.newUser(), await app.newUser()];
    const pushes = [];
    for (const userId of users) {
      await app.give(userId);
      pushes.push(await ledger.take(await app.push(userId)));
    }
    await lock(users[1] ?? '');
    const outcome = accepted();
    const result = await hotPath.settleAttempts(pushes.map((push) => settlementOf(push, outcome)));
    expect(result.settled).toHaveLength(2);
    expect(result.failed).toHaveLength(1);
    await session.query('rollback');
    const states = [];
    for (const { pushId } of pushes) states.push((await ledger.read(pushId)).state);
    expect(states).toEqual(['sent', 'sending', 'sent']);
  }, 30_000);
});
