import pg from 'pg';
import { describe, expect, test } from '@jest/globals';
import { createUserRepository } from '../repositories/user.repository.ts';
import { createSweeps } from './create-sweeps.ts';
import { openTestLedger, type TestApp } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { core, hotPath, query, sweeps } = ledger;
const users = createUserRepository(core);

let nextNumber = 0;
const newPhone = () => `+86138${String((nextNumber += 1)).padStart(8, '0')}`;

/** The first half of a login alone, as when the process died between the two. */
async function halfLogIn(
  app: TestApp,
  address: { phone?: string; unionid?: string },
  at = new Date(),
): Promise<string> {
  const openid = `o-${(nextNumber += 1)}`;
  const given = { phone: null, unionid: null, ...address };
  return (await users.recordLogin({ appId: app.appId, openid, ...given, at })).user.id;
}

async function sweepAll(limit = 100, runs = 3): Promise<string[]> {
  const due: string[] = [];
  for (let run = 0; run < runs; run += 1)
    for (const { pushId } of (await sweeps.attachParked(limit)).due) due.push(pushId);
  return due;
}

describe('Parked pushes of somebody whose login ended half-way', () => {
  test('when the sweep comes, then they have their recipient, and what may go goes', async () => {
    const app = await ledger.newApp();
    const toPhone = newPhone();
    const [waits, goes, byUnionid] = [
      app.newPush(null, { toPhone }),
      app.newPush(null, { toPhone, onNoGrant: 'send-anyway' }),
      app.newPush(null, { toUnionid: 'union-half' }),
    ];
    await hotPath.acceptPushes([waits, goes, byUnionid]);
    const userId = await halfLogIn(app, { phone: toPhone, unionid: 'union-half' });
    await app.give(userId, 2);

    expect((await sweepAll()).sort()).toEqual([waits.id, goes.id].sort());
    expect(await ledger.read(waits.id)).toMatchObject({ state: 'queued', user_id: userId });
    expect(await ledger.transitions(goes.id)).toEqual(['parked -> queued by sweep']);
    expect(await ledger.read(byUnionid.id)).toMatchObject({
      ...{ state: 'parked', user_id: userId, reason: { code: 'no-grant' } },
    });
    expect(await sweepAll()).toEqual([]);
  });

  test('when more were accepted at one instant than a run looks at, then all are reached', async () => {
    const app = await ledger.newApp();
    const phones = Array.from({ length: 12 }, newPhone);
    const pushes = phones.map((toPhone) => app.newPush(null, { toPhone }));
    await hotPath.acceptPushes(pushes);
    const known = [0, 5, 11];
    for (const at of known) await app.give(await halfLogIn(app, { phone: phones[at]! }));

    const due = await sweepAll(5, 4);
    expect(due.sort()).toEqual(known.map((at) => pushes[at]!.id).sort());
  });

  test('when a phone has two users, then the newest binding gets them, as at the door', async () => {
    const app = await ledger.newApp();
    const phone = newPhone();
    const push = app.newPush(null, { toPhone: phone });
    await hotPath.acceptPushes([push]);
    const young = await halfLogIn(app, { phone }, new Date());
    await halfLogIn(app, { phone }, new Date(Date.now() - 60_000));
    await sweepAll();
    expect((await ledger.read(push.id)).user_id).toBe(young);
  });

  test('when the phone is known in another app only, then they go on waiting', async () => {
    const [ours, theirs] = [await ledger.newApp(), await ledger.newApp()];
    const phone = newPhone();
    const push = ours.newPush(null, { toPhone: phone });
    await hotPath.acceptPushes([push]);
    await halfLogIn(theirs, { phone });
    await sweepAll();
    expect(await ledger.read(push.id)).toMatchObject({
      ...{ state: 'parked', user_id: null, reason: { code: 'recipient-unknown' } },
    });
  });

  test('when one user’s row is locked, then the others’ are attached, and that user’s once it is free', async () => {
    const app = await ledger.newApp();
    const phones = [newPhone(), newPhone()];
    const pushes = phones.map((toPhone) => app.newPush(null, { toPhone }));
    await hotPath.acceptPushes(pushes);
    const [locked, other] = [
      await halfLogIn(app, { phone: phones[0]! }),
      await halfLogIn(app, { phone: phones[1]! }),
    ];
    const session = new pg.Client({ connectionString: ledger.testDatabase.url });
    await session.connect();
    const owners = () => Promise.all(pushes.map(async ({ id }) => (await ledger.read(id)).user_id));
    try {
      await session.query('begin');
      await session.query('select 1 from users where id = $1 for update', [locked]);
      await sweepAll();
      expect(await owners()).toEqual([null, other]);
    } finally {
      await session.end();
    }
    await sweepAll();
    expect(await owners()).toEqual([locked, other]);
  });

  test('when the login’s second half comes at the same moment, then each push is attached once', async () => {
    const app = await ledger.newApp();
    const another = ledger.openAnother();
    const other = createSweeps(another);
    for (let round = 0; round < 20; round += 1) {
      const phone = newPhone();
      const push = app.newPush(null, { toPhone: phone, onNoGrant: 'send-anyway' });
      await hotPath.acceptPushes([push]);
      const userId = await halfLogIn(app, { phone });
      const [login, sweep] = await Promise.all([
        hotPath.attachRecipients([userId]),
        other.attachParked(1000),
      ]);
      expect([...login.due, ...sweep.due].map((one) => one.pushId)).toEqual([push.id]);
      expect(await ledger.read(push.id)).toMatchObject({ state: 'queued', cycle: 1 });
    }
  });

  test('when thousands wait for strangers, then neither a run nor a login looks at them all', async () => {
    const app = await ledger.newApp();
    const sample = app.newPush(null, { toPhone: newPhone() });
    await hotPath.acceptPushes([sample]);
    await query('delete from pushes where id <> $1', [sample.id]);
    const userId = await halfLogIn(app, { phone: newPhone() });
    const insertStrangers = (count: number) =>
      query(
        `insert into pushes (id, app_id, template_id, caller_id, to_phone_hash, to_phone_cipher, data, lang, miniprogram_state,
           on_no_grant, on_unconfirmed, ttl_seconds, state, reason, due_at, expires_at, created_at)
         select new_uuid_v7(), app_id, template_id, caller_id, sha256(new_uuid_v7()::text::bytea), to_phone_cipher, data, lang,
           miniprogram_state, on_no_grant, on_unconfirmed, ttl_seconds, state, reason, due_at, expires_at,
           created_at - n * interval '1 ms'
         from pushes, generate_series(1, $2::integer) n where id = $1`,
        [sample.id, count],
      );
    const pagesOf = async (call: string): Promise<number> => {
      const { database } = ledger.openAnother({ poolMax: 1 });
      const pages: number[] = [];
      for (let run = 0; run < 5; run += 1) {
        const [row] = await database.query<{
          'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number } }[];
        }>(`explain (analyze, buffers, format json) select ${call}`);
        pages.push(row!['QUERY PLAN'][0]!.Plan['Shared Hit Blocks']);
      }
      return Math.min(...pages);
    };
    const calls = ['sweep_unattached_pushes(20)', `attach_recipients(array['${userId}']::uuid[])`];
    await insertStrangers(300);
    await query('analyze pushes');
    const before = [await pagesOf(calls[0]!), await pagesOf(calls[1]!)];
    await insertStrangers(10_000);
    expect(await pagesOf(calls[0]!)).toBeLessThan(before[0]! * 3);
    expect(await pagesOf(calls[1]!)).toBeLessThan(before[1]! * 3);
  });
});
