import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import {
  openTestLedger,
  recordReport,
  refused,
  type TestApp,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;
const minute = 60_000;

const popup = (app: TestApp, userId: string, status = 'accept', createdAt = new Date()) =>
  app.storeEvent(userId, {
    type: 'subscribe_msg_popup_event',
    items: [{ templateId: 'tpl-1', status }],
    createdAt,
  });
const change = (app: TestApp, userId: string, createdAt = new Date()) =>
  app.storeEvent(userId, {
    type: 'subscribe_msg_change_event',
    items: [{ templateId: 'tpl-1', status: 'reject' }],
    createdAt,
  });
const applyAll = () => hotPath.applyEvents(1000);

const readEvidence = async (userId: string) =>
  (
    await query<{ evidence: string }>(
      'select evidence from grants where user_id = $1 order by id',
      [userId],
    )
  ).map((row) => row.evidence);

describe('A report of the mini program', () => {
  test('when the user accepts, then a grant is there and parked pushes go, highest priority first, then oldest', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const parked: string[] = [];
    for (const priority of ['normal', 'high', 'normal'] as const)
      parked.push(await app.push(userId, { priority }));

    const answer = await recordReport(hotPath, {
      appId: app.appId,
      userId,
      requestId: uuidv7(),
      page: 'pages/index',
      askedAt: new Date(),
      results: {
        'tpl-1': 'accept',
        'tpl-2': 'reject',
        'tpl-3': 'acceptWithAudio',
        'tpl-4': 'filter',
      },
    });

    expect(answer).toEqual({
      recorded: 4,
      isReplay: false,
      balances: { 'tpl-1': 1, 'tpl-2': 0, 'tpl-3': 1, 'tpl-4': 0 },
      released: [parked[1]],
      due: [{ appId: app.appId, pushId: parked[1], cycle: 1, priority: 'high', delayMs: 0 }],
    });
    await app.report(userId);
    expect((await ledger.read(parked[0]!)).state).toBe('queued');
    expect((await ledger.read(parked[2]!)).state).toBe('parked');
    expect(await ledger.transitions(parked[1]!)).toEqual(['parked -> queued by grant']);
  });

  test('when the same request comes twice, even at once, then it counts once and gets the first answer', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const parked = await app.push(userId);
    const report = {
      appId: app.appId,
      userId,
      requestId: 'tap-1',
      page: null,
      askedAt: null,
      results: { 'tpl-1': 'accept' },
    } as const;
    const [one, two] = await Promise.all([
      recordReport(hotPath, report),
      recordReport(hotPath, report),
    ]);
    expect([one.isReplay, two.isReplay].sort()).toEqual([false, true]);
    for (const answer of [one, two])
      expect(answer).toMatchObject({ recorded: 1, balances: { 'tpl-1': 1 }, released: [parked] });
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('when a client loops, then five accepts count in a minute', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    for (let tap = 0; tap < 8; tap += 1) await app.report(userId);
    expect(await ledger.grants(userId)).toHaveLength(5);
    await query(
      `update grant_evidence set received_at = received_at - interval '1 minute' where user_id = $1`,
      [userId],
    );
    await app.report(userId);
    expect(await ledger.grants(userId)).toHaveLength(6);
  });

  test("when the client's clock is wrong, then the time of the ask lies in the hour before receipt", async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const report = (askedAt: Date) =>
      recordReport(hotPath, {
        appId: app.appId,
        userId,
        requestId: uuidv7(),
        page: null,
        askedAt,
        results: { 'tpl-1': 'accept' },
      });
    await report(new Date(Date.now() - 24 * 60 * minute));
    await report(new Date(Date.now() + 24 * 60 * minute));
    const rows = await query<{ age: number }>(
      'select extract(epoch from now() - obtained_at)::float as age from grants where user_id = $1 order by obtained_at',
      [userId],
    );
    expect(rows[0]!.age).toBeGreaterThan(3590);
    expect(rows[0]!.age).toBeLessThan(3610);
    expect(rows[1]!.age).toBeGreaterThanOrEqual(0);
    expect(rows[1]!.age).toBeLessThan(10);
  });

  test('when the user rejects, then nothing is void; when WeChat bars the template, then what was available is', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    await app.report(userId, 'reject');
    expect(await ledger.grants(userId)).toEqual(['available', 'available']);
    await app.report(userId, 'ban');
    expect(await ledger.grants(userId)).toEqual(['void', 'void']);
  });

  test('when the user is not of this app, then nothing is recorded', async () => {
    const [ours, theirs] = [await ledger.newApp(), await ledger.newApp()];
    const userId = await theirs.newUser();
    const report = recordReport(hotPath, {
      appId: ours.appId,
      userId,
      requestId: '1',
      page: null,
      askedAt: null,
      results: { 'tpl-1': 'accept' },
    });
    await expect(report).rejects.toMatchObject({ code: 'not-found' });
    expect(await ledger.grants(userId)).toEqual([]);
  });
});

describe('Two reports of one tap', () => {
  test.each([['report first'], ['event first']])(
    'when the %s, then they count once and the grant has both',
    async (order) => {
      const app = await ledger.newApp();
      const userId = await app.newUser();
      await popup(app, userId);
      if (order === 'event first') await applyAll();
      await app.report(userId);
      await applyAll();
      expect(await ledger.grants(userId)).toEqual(['available']);
      expect(await readEvidence(userId)).toEqual(['both']);
    },
  );

  test('when three taps are reported by both, in any order, then there are three grants', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.report(userId);
    await app.report(userId);
    for (let second = 0; second < 3; second += 1)
      await popup(app, userId, 'accept', new Date(Date.now() - second * 1000));
    await applyAll();
    await app.report(userId);
    expect(await ledger.grants(userId)).toEqual(['available', 'available', 'available']);
  });

  test('when they lie more than ten minutes apart, then they are two taps', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await popup(app, userId, 'accept', new Date(Date.now() - 11 * minute));
    await applyAll();
    await app.report(userId);
    expect(await ledger.grants(userId)).toHaveLength(2);
  });

  test('when the grant is spent meanwhile, then the second report gives no other', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.report(userId);
    await query(`update grants set state = 'spent' where user_id = $1`, [userId]);
    await popup(app, userId);
    await applyAll();
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test.each([
    ['reported', 1, 0],
    ['witnessed', 0, 1],
  ])(
    'when the app trusts only what is %s, then only that makes a grant, and a pair one',
    async (grantSource, reported, witnessed) => {
      const app = await ledger.newApp({ grantSource });
      const [a, b, c] = [await app.newUser(), await app.newUser(), await app.newUser()];
      await app.report(a);
      await popup(app, b);
      await app.report(c);
      await popup(app, c);
      await applyAll();
      expect((await ledger.grants(a)).length).toBe(reported);
      expect((await ledger.grants(b)).length).toBe(witnessed);
      expect(await readEvidence(c)).toEqual(['both']);
    },
  );

  test('when a looping client was bounded, then what WeChat witnessed still counts', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    for (let tap = 0; tap < 6; tap += 1) await app.report(userId);
    for (let tap = 0; tap < 6; tap += 1)
      await popup(app, userId, 'accept', new Date(Date.now() - tap * 1000));
    await applyAll();
    expect(await ledger.grants(userId)).toHaveLength(6);
  });
});

describe('Events about asks', () => {
  test('when an unknown user accepts, then the user is registered with a grant', async () => {
    const app = await ledger.newApp();
    const ghost = await app.newUser();
    await popup(app, ghost);
    await query('delete from users where id = $1', [ghost]);
    await applyAll();
    const rows = await query(
      'select g.state from users u join grants g on g.user_id = u.id where u.app_id = $1 and u.openid = $2',
      [app.appId, `o-${ghost}`],
    );
    expect(rows).toEqual([{ state: 'available' }]);
  });

  test('when the user revokes in the settings, then earlier grants are void and later ones count anew', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 1, { grantedAt: new Date(Date.now() - 2 * minute) });
    await app.give(userId);
    await change(app, userId, new Date(Date.now() - minute));
    await applyAll();
    expect(await ledger.grants(userId)).toEqual(['void', 'available']);
  });

  test('when the user allows again after revoking, then that event is not taken for the first tap', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await recordReport(hotPath, {
      appId: app.appId,
      userId,
      requestId: 'silent',
      page: null,
      askedAt: new Date(Date.now() - 3 * minute),
      results: { 'tpl-1': 'accept' },
    });
    await change(app, userId, new Date(Date.now() - 2 * minute));
    await popup(app, userId, 'accept', new Date(Date.now() - minute));
    await applyAll();
    expect(await ledger.grants(userId)).toEqual(['void', 'available']);
  });

  test('when an accept arrives after the revocation that followed it, then it is void', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await change(app, userId, new Date(Date.now() - minute));
    await applyAll();
    await popup(app, userId, 'accept', new Date(Date.now() - 2 * minute));
    await applyAll();
    expect(await ledger.grants(userId)).toEqual(['void']);
    await app.report(userId);
    expect(await ledger.grants(userId)).toEqual(['void', 'available']);
  });

  test('when the accept is of the second in which an attempt began that got 43101, then it stays', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const pushId = await app.push(userId, { onNoGrant: 'send-anyway' });
    const push = await ledger.take(pushId);
    const [attempt] = await query<{ at: Date }>(
      'select started_at as at from attempts where id = $1',
      [push.attemptId],
    );
    await popup(app, userId, 'accept', attempt!.at);
    await applyAll();
    await ledger.settle(push, refused(43101));
    expect(await ledger.grants(userId)).toEqual(['available']);
  });

  test('when an event is applied by many at once, then it counts once', async () => {
    const app = await ledger.newApp();
    const users = await Promise.all([1, 2, 3, 4, 5].map(() => app.newUser()));
    for (const userId of users) await popup(app, userId);
    const applied = await Promise.all([1, 2, 3, 4].map(() => hotPath.applyEvents(2)));
    const rest = await applyAll();
    expect(applied.reduce((sum, one) => sum + one.applied, rest.applied)).toBe(5);
    for (const userId of users) expect(await ledger.grants(userId)).toEqual(['available']);
    expect(await applyAll()).toEqual({ applied: 0, due: [] });
  });

  test('when an accept event comes, then parked pushes are released', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const pushId = await app.push(userId);
    await popup(app, userId, 'acceptWithAlert');
    const { due } = await applyAll();
    expect(due.map((one) => one.pushId)).toEqual([pushId]);
    expect(await ledger.transitions(pushId)).toEqual(['parked -> queued by event']);
  });

  test('when a long-term template is accepted again, then its one standing grant is renewed', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const report = () =>
      recordReport(hotPath, {
        appId: app.appId,
        userId,
        requestId: uuidv7(),
        page: null,
        askedAt: null,
        results: { [app.longTermId]: 'accept' },
      });
    await report();
    const pushes = [
      await app.push(userId, { templateId: app.longTermId }),
      await app.push(userId, { templateId: app.longTermId }),
    ];
    await report();
    expect(await ledger.grants(userId)).toEqual(['available']);
    expect(pushes).toHaveLength(2);
  });
});

describe('Imported grants', () => {
  test('when users are unknown, then they are registered; parked pushes go; a long-term template gets one', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const pushId = await app.push(userId);
    const grants = [
      { openid: `o-${userId}`, templateId: 'tpl-1', count: 3, grantedAt: null },
      { openid: 'o-new', templateId: 'tpl-1', count: 2, grantedAt: new Date(Date.now() - minute) },
      { openid: 'o-new', templateId: app.longTermId, count: 7, grantedAt: null },
    ];
    const result = await hotPath.importGrants({ appId: app.appId, grants });
    expect(result).toMatchObject({ kind: 'imported', imported: 6, due: [{ pushId }] });
    const rows = await query(
      'select u.openid, g.template_id, count(*) as n, bool_or(is_standing) as standing from grants g join users u on u.id = g.user_id where g.app_id = $1 group by 1, 2 order by 1, 2',
      [app.appId],
    );
    expect(rows).toEqual([
      { openid: `o-${userId}`, template_id: 'tpl-1', n: 3, standing: false },
      { openid: 'o-new', template_id: 'tpl-1', n: 2, standing: false },
      { openid: 'o-new', template_id: 'tpl-long', n: 1, standing: true },
    ]);
  });

  test('when the import is repeated under its key, then no grant is added', async () => {
    const app = await ledger.newApp();
    const idempotency = { callerId: uuidv7(), key: 'import-1', fingerprint: Buffer.from('a') };
    const grants = [{ openid: 'o-1', templateId: 'tpl-1', count: 2, grantedAt: null }];
    const first = await hotPath.importGrants({ appId: app.appId, grants, idempotency });
    expect(first).toMatchObject({ kind: 'imported', imported: 2 });
    expect(await hotPath.importGrants({ appId: app.appId, grants, idempotency })).toEqual({
      kind: 'replayed',
      imported: 2,
    });
    expect(
      await hotPath.importGrants({
        appId: app.appId,
        grants,
        idempotency: { ...idempotency, fingerprint: Buffer.from('b') },
      }),
    ).toEqual({ kind: 'key-reused' });
    const [row] = await query('select count(*) as n from grants where app_id = $1', [app.appId]);
    expect(row).toEqual({ n: 2 });
  });
});
