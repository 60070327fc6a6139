import { expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { DuePush } from '../hot-path.ts';
import { createSweeps } from '../sweeps/create-sweeps.ts';
import { findBrokenInvariants } from '../test-support/find-broken-invariants.ts';
import {
  accepted,
  openTestLedger,
  recordReport,
  settlementOf,
  type TestApp,
} from '../test-support/open-test-ledger.ts';
import { createHotPath } from './create-hot-path.ts';

const ledger = await openTestLedger();
const { query } = ledger;
const users = 400;

/** Two parked pushes for each user: one that is expiring just now, and one with a day to live. */
async function parkAll(app: TestApp): Promise<string[]> {
  const userIds = await Promise.all(Array.from({ length: users }, () => app.newUser()));
  await ledger.hotPath.acceptPushes(userIds.flatMap((id) => [app.newPush(id), app.newPush(id)]));
  await query(
    `update pushes p set expires_at = now() + random() * interval '2 seconds'
     where app_id = $1 and id = (select min(o.id::text)::uuid from pushes o where o.user_id = p.user_id)`,
    [app.appId],
  );
  return userIds;
}

/** One process: gives grants, sends what that released, and expires what is over, each as often as the others let it. */
function openProcess(app: TestApp) {
  const core = ledger.openAnother({ poolMax: 3 });
  const [hotPath, sweeps] = [createHotPath(core), createSweeps(core)];
  const send = async (due: readonly DuePush[]): Promise<void> => {
    const requests = due.map(({ pushId, cycle }) => ({ pushId, cycle, attemptId: uuidv7() }));
    const claims = await hotPath.claimPushes({ requests, workerId: uuidv7(), leaseMs: 60_000 });
    const taken = claims.flatMap((claim) => (claim.kind === 'claimed' ? [claim.push] : []));
    const { due: more } = await hotPath.settleAttempts(
      taken.map((push) => settlementOf(push, accepted())),
    );
    if (more.length > 0) await send(more);
  };
  return {
    give: async (userId: string): Promise<void> => {
      const report = { page: null, askedAt: null, results: { 'tpl-1': 'accept' as const } };
      const ask = { appId: app.appId, userId, requestId: uuidv7(), ...report };
      await send((await recordReport(hotPath, ask)).due);
    },
    expire: async (): Promise<void> => {
      await send((await sweeps.expirePushes(50)).due);
    },
  };
}

const count = async (sql: string, appId: string): Promise<number> => {
  const [row] = await query<{ n: string }>(`select count(*) as n from (${sql}) x`, [appId]);
  return Number(row?.n);
};

test('when grants, claims and expiries race for parked pushes, then each grant releases one push, once, and none is left beside it', async () => {
  const app = await ledger.newApp();
  const userIds = await parkAll(app);
  const processes = [openProcess(app), openProcess(app), openProcess(app)];
  const lanes = processes.map(async ({ give, expire }, lane) => {
    // Every user is given one grant by two processes at once, and the expiries run all the while.
    const mine = userIds.filter((_, index) => index % 3 !== lane);
    for (const userId of mine) await Promise.all([give(userId), expire()]);
  });
  await Promise.all(lanes);
  const isOver = `select 1 from pushes where app_id = $1 and state = 'parked' and expires_at <= now()`;
  while ((await count(isOver, app.appId)) > 0) await ledger.sweeps.expirePushes(500);

  const ofApp = 'where p.app_id = $1';
  const sent = await count(`select 1 from pushes p ${ofApp} and p.state = 'sent'`, app.appId);
  const spent = await count(`select 1 from grants p ${ofApp} and p.state = 'spent'`, app.appId);
  const free = await count(`select 1 from grants p ${ofApp} and p.state = 'available'`, app.appId);
  expect(spent).toBe(sent);
  expect(spent + free).toBe(2 * users);
  const twice = `select t.push_id from push_transitions t join pushes p on p.id = t.push_id ${ofApp}
    and t.from_state = 'parked' and t.to_state = 'queued' group by 1 having count(*) > 1`;
  expect(await count(twice, app.appId)).toBe(0);
  const payers = `select p.push_id from grants p ${ofApp} and p.state = 'spent' group by 1 having count(*) > 1`;
  expect(await count(payers, app.appId)).toBe(0);
  // Both kinds of end were met, else nothing raced.
  const expired = await count(`select 1 from pushes p ${ofApp} and p.state = 'expired'`, app.appId);
  expect(expired).toBeGreaterThan(0);
  expect(sent).toBeGreaterThan(users);
  expect(await findBrokenInvariants(query)).toEqual([]);
}, 120_000);
