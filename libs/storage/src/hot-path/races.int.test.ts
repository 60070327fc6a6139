import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { readSqlState } from '../database/map-database-error.ts';
import type { ClaimedPush, HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  openTestLedger,
  refused,
  settlementOf,
  unconfirmed,
  type TestApp,
} from '../test-support/open-test-ledger.ts';
import { createHotPath } from './create-hot-path.ts';

const ledger = await openTestLedger();
const { query } = ledger;

/** Another process on the database, which tells how many races its statements lost before they were run again. */
function openProcess(): { hotPath: HotPath; lostRaces: () => number } {
  const core = ledger.openAnother({ poolMax: 2 });
  let lost = 0;
  const watched: StorageCore['database']['query'] = async (statement, values) => {
    try {
      return await core.database.query(statement, values);
    } catch (error) {
      if (['40P01', '40001'].includes(readSqlState(error) ?? '')) lost += 1;
      throw error;
    }
  };
  const database = { ...core.database, query: watched };
  return { hotPath: createHotPath({ ...core, database }), lostRaces: () => lost };
}

const shuffled = <Item>(items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, key: Math.random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);

function* inBatches<Item>(items: readonly Item[], size: number): Generator<Item[]> {
  for (let at = 0; at < items.length; at += size) yield items.slice(at, at + size);
}

async function drain(works: Iterator<() => Promise<unknown>>, lanes: number): Promise<void> {
  const runLane = async (): Promise<void> => {
    for (let next = works.next(); next.done !== true; next = works.next()) await next.value();
  };
  await Promise.all(Array.from({ length: lanes }, runLane));
}

async function createUsers(app: TestApp, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => uuidv7());
  await query(
    `insert into users (id, app_id, openid) select id, $1, 'o-' || id from unnest($2::uuid[]) as u(id)`,
    [app.appId, ids],
  );
  return ids;
}

const importOne = (app: TestApp, userIds: readonly string[]) =>
  ledger.hotPath.importGrants({
    appId: app.appId,
    grants: userIds.map((userId) => ({
      openid: `o-${userId}`,
      templateId: 'tpl-1',
      count: 1,
      grantedAt: null,
    })),
  });

async function storePopups(app: TestApp, userIds: readonly string[]): Promise<void> {
  const ids = userIds.map(() => uuidv7());
  await query(
    `insert into events (id, app_id, dedupe_hash, type, openid, created_at, payload)
     select e.id, $1, uuid_send(e.id), 'subscribe_msg_popup_event', 'o-' || e.user_id, now(),
       '{"items": [{"templateId": "tpl-1", "status": "accept"}]}'
     from unnest($2::uuid[], $3::uuid[]) as e(id, user_id)`,
    [app.appId, ids, userIds],
  );
}

describe('Claims and grant arrivals racing on 3,000 keys, ten times', () => {
  const keys = 3_000;
  const rounds = 10;

  /** Every push is queued, no grant is left: the claims find none unless one arrives first. */
  async function reset(app: TestApp): Promise<void> {
    await query('delete from grants where app_id = $1', [app.appId]);
    await query('delete from attempts where app_id = $1', [app.appId]);
    await query('delete from grant_evidence where app_id = $1', [app.appId]);
    await query(`update users set busy_push_id = null, busy_until = null where app_id = $1`, [
      app.appId,
    ]);
    await query(
      `update pushes set state = 'queued', cycle = 0, attempts = 0, grant_id = null, attempt_id = null,
         had_unconfirmed = false, ended_at = null where app_id = $1`,
      [app.appId],
    );
  }

  test('when it is over, then no push is parked beside a free grant, no grant paid twice and no race was lost', async () => {
    const app = await ledger.newApp();
    const users = await createUsers(app, keys);
    const pushes = users.map((userId) => app.newPush(userId, { onNoGrant: 'send-anyway' }));
    for (const batch of inBatches(pushes, 200)) await ledger.hotPath.acceptPushes(batch);
    await query(`update pushes set on_no_grant = 'park' where app_id = $1`, [app.appId]);
    const processes = [openProcess(), openProcess(), openProcess(), openProcess()];
    const outcomes = [accepted(null), refused(43101), refused(-1), unconfirmed];
    const seen = new Set<string>();

    for (let round = 0; round < rounds; round += 1) {
      await reset(app);
      let turn = 0;
      const next = () => processes[(turn += 1) % processes.length]!.hotPath;
      const claimAndSettle = async (batch: typeof pushes) => {
        const requests = batch.map((push) => ({ pushId: push.id, cycle: 0, attemptId: uuidv7() }));
        const results = await next().claimPushes({ requests, workerId: 'w', leaseMs: 60_000 });
        for (const result of results) seen.add(result.kind);
        const claimed = results.flatMap((result) =>
          result.kind === 'claimed' ? [result.push] : [],
        );
        const settleOne = (push: ClaimedPush, index: number) =>
          settlementOf(push, outcomes[index % outcomes.length]!);
        await next().settleAttempts(claimed.map(settleOne));
      };
      // Grants come as they do in life: imported in batches, witnessed by events, reported tap by tap.
      const mixed = shuffled(users);
      await storePopups(app, mixed.slice(0, 1_500));
      const arrivals = [
        ...[...inBatches(mixed.slice(1_500, 2_500), 10)].map(
          (batch) => () => importOne(app, batch),
        ),
        ...mixed.slice(2_500).map((userId) => () => app.report(userId)),
        ...Array.from({ length: 75 }, () => () => next().applyEvents(20)),
      ];
      const claims = [...inBatches(shuffled(pushes), 40)].map(
        (batch) => () => claimAndSettle(batch),
      );
      await Promise.all([drain(claims.values(), 3), drain(shuffled(arrivals).values(), 5)]);
      await ledger.hotPath.applyEvents(10_000);
      expect(await findBrokenInvariants(query)).toEqual([]);
    }

    expect([...seen].sort()).toEqual(['claimed', 'moved']);
    expect(processes.map((one) => one.lostRaces())).toEqual([0, 0, 0, 0]);
    const [row] = await query<{ n: number }>(
      `select count(*) as n from pushes where app_id = $1 and state = 'sending'`,
      [app.appId],
    );
    expect(row).toEqual({ n: 0 });
  }, 240_000);
});

describe('Batches on four connections', () => {
  test('when 200 claims at a time, in any order, meet on the same users, then no race is lost and each user has one send', async () => {
    const app = await ledger.newApp();
    const users = await createUsers(app, 300);
    await ledger.hotPath.importGrants({
      appId: app.appId,
      grants: users.map((userId) => ({
        openid: `o-${userId}`,
        templateId: 'tpl-1',
        count: 3,
        grantedAt: null,
      })),
    });
    const pushes = users.flatMap((userId) => [1, 2, 3].map(() => app.newPush(userId)));
    for (const batch of inBatches(shuffled(pushes), 200)) await ledger.hotPath.acceptPushes(batch);
    const processes = [openProcess(), openProcess(), openProcess(), openProcess()];

    for (let round = 0; round < 3; round += 1) {
      const claimed = await Promise.all(
        processes.map(async ({ hotPath }) => {
          const mine: ClaimedPush[] = [];
          for (const batch of inBatches(shuffled(pushes), 200)) {
            const requests = batch.map((push) => ({
              pushId: push.id,
              cycle: 0,
              attemptId: uuidv7(),
            }));
            const results = await hotPath.claimPushes({ requests, workerId: 'w', leaseMs: 60_000 });
            mine.push(
              ...results.flatMap((result) => (result.kind === 'claimed' ? [result.push] : [])),
            );
          }
          return mine;
        }),
      );
      expect(new Set(claimed.flat().map((push) => push.userId)).size).toBe(300);
      expect(claimed.flat()).toHaveLength(300);
      expect(await findBrokenInvariants(query)).toEqual([]);
      await Promise.all(
        processes.map(({ hotPath }, index) =>
          hotPath.settleAttempts(
            shuffled(claimed[index]!).map((push) => settlementOf(push, accepted(null))),
          ),
        ),
      );
    }

    expect(processes.map((one) => one.lostRaces())).toEqual([0, 0, 0, 0]);
    const rows = await query(
      'select state, count(*) as n from pushes where app_id = $1 group by state',
      [app.appId],
    );
    expect(rows).toEqual([{ state: 'sent', n: 900 }]);
    const grants = await query(
      'select state, count(*) as n from grants where app_id = $1 group by state',
      [app.appId],
    );
    expect(grants).toEqual([{ state: 'spent', n: 900 }]);
  }, 60_000);
});

describe('A poison row in a batch', () => {
  async function queued(count: number) {
    const app = await ledger.newApp();
    const pushIds: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const userId = await app.newUser();
      await app.give(userId);
      pushIds.push(await app.push(userId));
    }
    return { app, pushIds };
  }

  test('when one claim is refused by the database, then its neighbours are claimed and it stays as it was', async () => {
    const { pushIds } = await queued(4);
    const used = await ledger.take(pushIds[3]!);
    // An attempt id that exists already.
    const requests = pushIds.slice(0, 3).map((pushId, index) => ({
      pushId,
      cycle: 0,
      attemptId: index === 1 ? used.attemptId : uuidv7(),
    }));

    const results = await ledger.hotPath.claimPushes({ requests, workerId: 'w', leaseMs: 60_000 });

    expect(results.map((result) => result.kind)).toEqual(['claimed', 'failed', 'claimed']);
    expect(results[1]).toMatchObject({ error: { details: { sqlState: '23505' } } });
    expect((await ledger.read(pushIds[1]!)).state).toBe('queued');
    expect(await findBrokenInvariants(query)).toEqual([]);
  });

  test('when one settlement is refused by the database, then its neighbours are settled and it can be tried again', async () => {
    const { pushIds } = await queued(3);
    const pushes = [];
    for (const pushId of pushIds) pushes.push(await ledger.take(pushId));
    const settlements = pushes.map((push) => settlementOf(push, accepted(null)));
    const poison = { ...settlements[1]!, httpStatus: 99_999 };

    const result = await ledger.hotPath.settleAttempts([settlements[0]!, poison, settlements[2]!]);

    expect(result.settled.map((one) => one.pushId)).toEqual([pushIds[0], pushIds[2]]);
    expect(result.failed).toMatchObject([
      { pushId: pushIds[1], error: { details: { sqlState: '22003' } } },
    ]);
    expect((await ledger.read(pushIds[1]!)).state).toBe('sending');
    expect((await ledger.hotPath.settleAttempts([settlements[1]!])).settled).toMatchObject([
      { state: 'sent' },
    ]);
  });
});
