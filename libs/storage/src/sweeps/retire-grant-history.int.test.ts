import { beforeEach, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { openTestLedger, recordReport } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;
const keepDays = {
  ...{ pushes: 90, events: 90, audit: 90, heartbeats: 90 },
  ...{ reports: 30, evidence: 60, drift: 20, logins: 50 },
};
const retire = (limit = 100) => sweeps.retire({ limit, keepDays });
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

beforeEach(async () => {
  for (const table of ['grant_evidence', 'ask_reports', 'grant_drift', 'template_changes'])
    await query(`delete from ${table}`);
  await query(`delete from sweep_cursors where name = 'retire-evidence'`);
});

/** Evidence as old as said; answers its id. `isCounted`: a grant was made of it. */
async function addEvidence(userId: string, days: number, result: string, isCounted = true) {
  const at = daysAgo(days);
  const id = uuidv7({ msecs: at.getTime() });
  await query(
    `insert into grant_evidence (id, app_id, user_id, template_id, kind, result, at, received_at, grant_id)
     values ($1, 'wx', $2, 'tpl-1', 'reported', $3, $4, $4, $5)`,
    [id, userId, result, at, isCounted ? id : null],
  );
  return id;
}

const left = async () =>
  (await query<{ id: string }>('select id from grant_evidence order by id')).map(({ id }) => id);

describe('Retention of what told of grants', () => {
  test('when evidence is old, then it goes, but for the newest answer of each key', async () => {
    const app = await ledger.newApp();
    const [one, other] = [await app.newUser(), await app.newUser()];
    await addEvidence(one, 100, 'accept');
    await addEvidence(one, 90, 'ban');
    const newest = await addEvidence(one, 80, 'accept');
    await addEvidence(one, 70, 'reject');
    await addEvidence(other, 90, 'accept');
    const recent = await addEvidence(other, 10, 'accept');
    await retire();
    expect(await left()).toEqual([newest, recent].sort());
  });

  test('when the user banned the template long ago, then the planner still knows', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const ban = await addEvidence(userId, 300, 'ban');
    await retire();
    expect(await left()).toEqual([ban]);
  });

  test('when an accept was never counted, then the newest such stays: silence proves nothing yet', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await addEvidence(userId, 300, 'accept', false);
    const uncounted = await addEvidence(userId, 200, 'accept', false);
    await addEvidence(userId, 150, 'accept');
    const counted = await addEvidence(userId, 100, 'accept');
    await retire();
    expect(await left()).toEqual([uncounted, counted]);
  });

  test('when a stretch is full of evidence that stays, then the walk goes on behind it, and begins anew at the end', async () => {
    const app = await ledger.newApp();
    const stays: string[] = [];
    for (let nth = 0; nth < 6; nth += 1)
      stays.push(await addEvidence(await app.newUser(), 200 - nth, 'ban'));
    const late = await app.newUser();
    await addEvidence(late, 100, 'reject');
    for (let run = 0; run < 5; run += 1) await retire(2);
    expect(await left()).toEqual(stays);
    await addEvidence(late, 250, 'reject');
    for (let run = 0; run < 5; run += 1) await retire(2);
    expect(await left()).toEqual(stays);
  });

  test('when reports, drift and template changes are old, then they go, a few at a time; what is young stays', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    for (const days of [31, 32, 33, 29])
      await query(
        `insert into ask_reports (user_id, request_id, received_at) values ($1, $2, $3)`,
        [userId, `req-${days}`, daysAgo(days)],
      );
    for (const days of [21, 22, 19])
      await query(
        `insert into grant_drift (app_id, template_id, at, user_id, push_id, voided) values ($1, 't', $3, $2, $2, 1)`,
        [app.appId, userId, daysAgo(days)],
      );
    for (const days of [91, 89])
      await query(
        `insert into template_changes (id, app_id, template_id, kind, title, change) values ($1, $2, 't', 'added', 't', '{}')`,
        [uuidv7({ msecs: daysAgo(days).getTime() }), app.appId],
      );
    expect(await retire(2)).toBe(2 + 2 + 1);
    expect(await retire(2)).toBe(1);
    const [counts] = await query(
      `select (select count(*) from ask_reports) as reports, (select count(*) from grant_drift) as drift,
         (select count(*) from template_changes) as changes`,
    );
    expect(counts).toEqual({ reports: 1, drift: 1, changes: 1 });
  });

  test('when a report is repeated within its time, then it still counts once', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const report = {
      ...{ appId: app.appId, userId, requestId: 'again', page: null, askedAt: null },
      results: { 'tpl-1': 'accept' as const },
    };
    await recordReport(hotPath, report);
    await query(`update ask_reports set received_at = now() - interval '29 days'`);
    await retire();
    expect((await recordReport(hotPath, report)).isReplay).toBe(true);
    expect(await ledger.grants(userId)).toEqual(['available']);
  });
});

describe('Retention of logins', () => {
  test('when a login is old, then it goes, in portions, and what is younger stays', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const addLogin = async (days: number) => {
      const at = daysAgo(days);
      const id = uuidv7({ msecs: at.getTime() });
      await query(
        `insert into logins (id, app_id, user_id, has_bound_phone, logged_in_at) values ($1, 'wx', $2, false, $3)`,
        [id, userId, at],
      );
      return id;
    };
    for (const days of [400, 90, 51]) await addLogin(days);
    const young = [await addLogin(49), await addLogin(1)];
    expect(await retire(2)).toBe(2);
    expect(await retire(2)).toBe(1);
    const kept = await query<{ id: string }>('select id from logins where user_id = $1', [userId]);
    expect(kept.map(({ id }) => id).sort()).toEqual(young.sort());
  });
});
