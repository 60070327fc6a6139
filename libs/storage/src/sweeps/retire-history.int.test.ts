import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { accepted, openTestLedger, refused } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;

describe('Retention', () => {
  const keepDays = {
    ...{ pushes: 30, events: 10, audit: 10, heartbeats: 1 },
    ...{ reports: 30, evidence: 31, drift: 30, logins: 30 },
  };
  const old = () => uuidv7({ msecs: Date.now() - 40 * 86_400_000 });

  test('when pushes ended long ago, then they go with all that is theirs, a few at a time; grants and open pushes stay', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 3);
    const [ended, recent, open] = [
      await app.push(userId, {
        id: old(),
        idempotency: { key: 'old', fingerprint: Buffer.from('a') },
      }),
      await app.push(userId, { id: old() }),
      await app.push(userId, { id: old() }),
    ];
    for (const pushId of [ended, recent])
      await ledger.settle(await ledger.take(pushId), accepted(pushId));
    await query(`update pushes set ended_at = now() - interval '40 days' where id = $1`, [ended]);
    const count = async (sql: string) => (await query<{ n: number }>(sql, [ended]))[0]!.n;

    expect(await sweeps.retire({ limit: 5, keepDays })).toBe(1);

    for (const sql of [
      'select count(*) as n from pushes where id = $1',
      'select count(*) as n from attempts where push_id = $1',
      'select count(*) as n from push_transitions where push_id = $1',
      'select count(*) as n from idempotency_keys where push_id = $1',
    ]) {
      expect(await count(sql)).toBe(0);
    }
    expect((await ledger.grants(userId)).sort()).toEqual(['available', 'spent', 'spent']);
    expect((await ledger.read(recent)).state).toBe('sent');
    expect((await ledger.read(open)).state).toBe('queued');
  });

  test('when a dead push is being replayed at that moment, then it stays with all that is its own, and old replays go', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId, { id: old() });
    await ledger.settle(await ledger.take(pushId), refused(47003));
    await query(`update pushes set ended_at = now() - interval '40 days' where id = $1`, [pushId]);
    for (const state of ['done', 'running'])
      await query(
        `insert into replays (id, state, caller_id, actor, app_ids, filter, allows_duplicates, preview_expires_at)
         values ($1, $2, $1, 'key:1', '{}', '{}', false, now())`,
        [old(), state],
      );
    await ledger.core.database.entities((manager) =>
      manager.transaction(async (transaction) => {
        await transaction.query(
          'select replay_pushes(array[$1::uuid], null, false, null, $2, null)',
          [...[pushId, 'key:1']],
        );
        expect(await sweeps.retire({ limit: 5, keepDays })).toBe(1);
      }),
    );
    expect((await ledger.read(pushId)).state).toBe('queued');
    expect(await ledger.take(pushId, 1)).toMatchObject({ attemptNumber: 2 });
    expect(await query('select state from replays')).toEqual([{ state: 'running' }]);
  });

  test('when a stretch is full of open pushes, then the walk goes on behind them', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const stored = Array.from({ length: 30 }, () => app.newPush(userId, { id: old() }));
    await hotPath.acceptPushes(stored);
    const last = stored
      .map((push) => push.id)
      .sort()
      .at(-1)!;
    await query(
      `update pushes set state = 'dead', ended_at = now() - interval '40 days' where id = $1`,
      [last],
    );
    let retired = 0;
    for (let round = 0; round < 10; round += 1)
      retired += await sweeps.retire({ limit: 1, keepDays });
    expect(retired).toBe(1);
    expect(await ledger.read(last)).toBeUndefined();
  });

  test('when events, audit entries and heartbeats are old, then they go; unprocessed events stay', async () => {
    const app = await ledger.newApp();
    const event = async (isProcessed: boolean) => {
      const id = old();
      await query(
        `insert into events (id, app_id, dedupe_hash, type, openid, created_at, payload, processed_at)
         values ($1, $2, $3, 't', 'o', now(), '{}', case when $4 then now() end)`,
        [id, app.appId, Buffer.from(id), isProcessed],
      );
      return id;
    };
    const [done, waiting] = [await event(true), await event(false)];
    await query(
      `insert into audit (id, actor, action, target) values ($1, 'a', 'b', 'c'), ($2, 'a', 'b', 'c')`,
      [old(), uuidv7()],
    );
    await query(
      `insert into heartbeats values ('p', 'api', now() - interval '2 days'), ('p', 'api', now())`,
    );
    await query(
      `insert into sent_event_items (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at)
       values ($1, $1, $2, 'o', 't', 'm', '0', 'success', now())`,
      [old(), app.appId],
    );
    expect(await sweeps.retire({ limit: 100, keepDays })).toBe(4);
    const left = await query<{ id: string }>('select id from events where id = any($1)', [
      [done, waiting],
    ]);
    expect(left).toEqual([{ id: waiting }]);
    const [row] = await query(
      'select (select count(*) from audit) as audit, (select count(*) from heartbeats) as beats',
    );
    expect(row).toEqual({ audit: 1, beats: 1 });
    await query('delete from events where id = $1', [waiting]);
  });
});
