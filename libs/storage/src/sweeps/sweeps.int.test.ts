import { describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { notSent, openTestLedger, unconfirmed } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;
const ids = (due: { pushId: string }[]) => due.map((one) => one.pushId);

describe('Due schedules and back-offs', () => {
  test('when scheduled pushes come due, then as many as there are grants are queued, the others follow their wish', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const sendAt = new Date(Date.now() + 60_000);
    const wishes = ['park', 'park', 'reject', 'send-anyway'] as const;
    const pushes: string[] = [];
    for (const onNoGrant of wishes) pushes.push(await app.push(userId, { sendAt, onNoGrant }));
    expect((await sweeps.queueDue(100)).touched).toBe(0);
    await query(`update pushes set due_at = now() where app_id = $1`, [app.appId]);

    const { touched, due } = await sweeps.queueDue(100);

    expect(touched).toBe(4);
    expect(await Promise.all(pushes.map(async (id) => (await ledger.read(id)).state))).toEqual([
      'queued',
      'parked',
      'dead',
      'queued',
    ]);
    expect(ids(due).sort()).toEqual([pushes[0], pushes[3]].sort());
    expect(due[0]).toMatchObject({ cycle: 1 });
    expect(await ledger.transitions(pushes[0]!)).toEqual(['scheduled -> queued by sweep']);
    expect(await sweeps.queueDue(100)).toEqual({ touched: 0, due: [] });
  });

  test('when a back-off is over for two seconds and its job did not come, then it is queued', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await ledger.settle(await ledger.take(pushId), notSent, { dueAt: new Date() });
    expect((await sweeps.queueDue(100)).touched).toBe(0);
    await query(`update pushes set due_at = now() - interval '3 seconds' where id = $1`, [pushId]);
    expect(await sweeps.queueDue(100)).toMatchObject({ touched: 1, due: [{ pushId, cycle: 2 }] });
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'gone' });
    expect((await ledger.claim(pushId, 2)).kind).toBe('claimed');
  });
});

describe('What should be on the queue', () => {
  test('when a push is queued for two seconds, then the walk comes by it, each time anew', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 3);
    const pushId = await app.push(userId);
    expect(ids(await sweeps.walkQueued(100))).not.toContain(pushId);
    await query(`update pushes set due_at = now() - interval '3 seconds' where id = $1`, [pushId]);
    for (let round = 0; round < 2; round += 1) {
      const found = (await sweeps.walkQueued(100)).find((due) => due.pushId === pushId);
      expect(found).toEqual({ appId: app.appId, pushId, cycle: 0, priority: 'normal', delayMs: 0 });
    }
  });

  test('when its app or template is paused, then it is not found; when the pause ends, then it is', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    await query(`update pushes set due_at = now() - interval '3 seconds' where id = $1`, [pushId]);
    for (const pause of [
      `update apps set pause_kind = 'quota-daily', paused_until = now() + interval '1 hour' where app_id = $1`,
      `update templates set state = 'paused', paused_until = now() + interval '1 hour' where app_id = $1`,
    ]) {
      await query(pause, [app.appId]);
      expect(await ledger.claim(pushId)).toEqual({ kind: 'waiting' });
      expect(ids(await sweeps.walkQueued(100))).not.toContain(pushId);
      await query(`update apps set paused_until = now() - interval '1 second' where app_id = $1`, [
        app.appId,
      ]);
      await query(
        `update templates set paused_until = now() - interval '1 second' where app_id = $1`,
        [app.appId],
      );
      const { appIds, touched } = await sweeps.endPauses();
      expect(appIds).toEqual([app.appId]);
      expect(touched).toBeGreaterThan(0);
      expect(ids(await sweeps.walkQueued(100))).toContain(pushId);
    }
    expect(await sweeps.endPauses()).toEqual({ appIds: [], touched: 0 });
  });

  test('when many apps and templates have some, then all are found, also of a template nobody synced', async () => {
    const found = new Set<string>();
    const expected: string[] = [];
    for (const app of [await ledger.newApp(), await ledger.newApp(), await ledger.newApp()]) {
      const userId = await app.newUser();
      for (const templateId of ['tpl-1', 'tpl-long', 'tpl-nobody-knows']) {
        expected.push(await app.push(userId, { templateId, onNoGrant: 'send-anyway' }));
      }
    }
    await query(`update pushes set due_at = now() - interval '3 seconds' where id = any($1)`, [
      expected,
    ]);
    for (let round = 0; round < 100 && !expected.every((id) => found.has(id)); round += 1) {
      const due = await sweeps.walkQueued(4);
      due.forEach((one) => found.add(one.pushId));
    }
    expect(expected.filter((id) => !found.has(id))).toEqual([]);
  });

  test('when an app is rebuilt, then all its queued pushes come once, oldest due first, page by page', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    const { results } = await hotPath.acceptPushes(
      Array.from({ length: 25 }, () => app.newPush(userId, { onNoGrant: 'send-anyway' })),
    );
    const seen: string[] = [];
    let at: { afterDueAt: Date | null; afterId: string | null } = {
      afterDueAt: null,
      afterId: null,
    };
    for (let page = 0; page < 10; page += 1) {
      const rows = await sweeps.listQueued({ appId: app.appId, ...at, limit: 7 });
      if (rows.length === 0) break;
      seen.push(...rows.map((row) => row.due.pushId));
      const last = rows.at(-1)!;
      at = { afterDueAt: last.dueAt, afterId: last.due.pushId };
    }
    expect(seen).toHaveLength(25);
    expect([...seen].sort()).toEqual(
      results.map((result) => (result.kind === 'created' ? result.pushId : '')).sort(),
    );
  });
});

describe('Leases', () => {
  test('when a worker does not come back, then its push is unconfirmed, its slot free, its grant kept', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId);
    const push = await ledger.take(pushId);
    expect((await sweeps.expireLeases(100)).touched).toBe(0);
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      pushId,
    ]);

    expect(await sweeps.expireLeases(100)).toEqual({ touched: 1, due: [] });

    expect(await ledger.read(pushId)).toMatchObject({
      state: 'unconfirmed',
      had_unconfirmed: true,
    });
    expect(await ledger.grants(userId)).toEqual(['reserved']);
    const [attempt] = await query('select outcome, cause from attempts where id = $1', [
      push.attemptId,
    ]);
    expect(attempt).toEqual({ outcome: 'unconfirmed', cause: 'lease over' });
    const [user] = await query('select busy_push_id from users where id = $1', [userId]);
    expect(user).toEqual({ busy_push_id: null });
  });

  test('when the slot has gone to another push, then it stays there', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId, 2);
    const [first, second] = [await app.push(userId), await app.push(userId)];
    await ledger.take(first);
    await query(`update users set busy_until = now() - interval '1 second' where id = $1`, [
      userId,
    ]);
    await ledger.take(second);
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      first,
    ]);
    await sweeps.expireLeases(100);
    const [user] = await query('select busy_push_id from users where id = $1', [userId]);
    expect(user).toEqual({ busy_push_id: second });
  });

  test('when its caller chose resend, then it is queued again without a reservation', async () => {
    const app = await ledger.newApp();
    const userId = await app.newUser();
    await app.give(userId);
    const pushId = await app.push(userId, { onUnconfirmed: 'resend' });
    await ledger.take(pushId);
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      pushId,
    ]);
    expect(await sweeps.expireLeases(100)).toMatchObject({
      touched: 1,
      due: [{ pushId, cycle: 1 }],
    });
    expect(await ledger.grants(userId)).toEqual(['available']);
    expect(await ledger.take(pushId, 1)).toMatchObject({ hadUnconfirmed: true, attemptNumber: 2 });
  });

  test('when a slot is past its lease, then a sweep clears it, walking all users in turns', async () => {
    const app = await ledger.newApp();
    const users = await Promise.all([1, 2, 3, 4, 5].map(() => app.newUser()));
    await query(
      `update users set busy_push_id = id, busy_until = now() - interval '1 second' where id = any($1)`,
      [users.slice(0, 4)],
    );
    await query(
      `update users set busy_push_id = id, busy_until = now() + interval '1 hour' where id = $1`,
      [users[4]],
    );
    const [row] = await query<{ n: number }>('select count(*) as n from users');
    for (let walked = 0; walked <= row!.n; walked += 2) await sweeps.freeSlots(2);
    const rows = await query<{ id: string }>(
      'select id from users where busy_push_id is not null and app_id = $1',
      [app.appId],
    );
    expect(rows).toEqual([{ id: users[4] }]);
  });
});

describe('Grants and pushes that fell out of step', () => {
  test('when a grant is reserved by a push that is neither sending nor unconfirmed, then it is freed or spent', async () => {
    const app = await ledger.newApp();
    const [a, b, c] = [await app.newUser(), await app.newUser(), await app.newUser()];
    for (const userId of [a, b, c]) await app.give(userId);
    const [dead, sent, inFlight] = [await app.push(a), await app.push(b), await app.push(c)];
    for (const pushId of [dead, sent, inFlight]) await ledger.take(pushId);
    const parked = await app.push(a);
    await query(`update pushes set state = 'dead' where id = $1`, [dead]);
    await query(`update pushes set state = 'sent' where id = $1`, [sent]);

    const results = [];
    for (let round = 0; round < 10; round += 1) results.push(await sweeps.freeReservations(2));

    expect(await ledger.grants(a)).toEqual(['available']);
    expect(await ledger.grants(b)).toEqual(['spent']);
    expect(await ledger.grants(c)).toEqual(['reserved']);
    expect(results.flatMap((result) => ids(result.due))).toEqual([parked]);
  });

  test('when a push is parked beside a free grant, then it is found whatever else is parked', async () => {
    const app = await ledger.newApp();
    const [stuck, ...others] = await Promise.all(Array.from({ length: 12 }, () => app.newUser()));
    for (const userId of others) await app.push(userId);
    const pushId = await app.push(stuck!);
    // Behind the back of every verb.
    await query(
      `insert into grants (id, app_id, user_id, template_id, state, evidence, obtained_at) values ($1, $2, $3, 'tpl-1', 'available', 'imported', now())`,
      [uuidv7(), app.appId, stuck],
    );
    const results = [];
    for (let round = 0; round < 20; round += 1) results.push(await sweeps.releaseParked(5));
    expect(results.flatMap((result) => ids(result.due))).toEqual([pushId]);
    expect(await ledger.transitions(pushId)).toEqual(['parked -> queued by sweep']);
  });
});

describe('Expiry', () => {
  test('when an open push is past its time, then it ends; an unconfirmed one dead with its grant spent', async () => {
    const app = await ledger.newApp();
    const [a, b, c, d] = [
      await app.newUser(),
      await app.newUser(),
      await app.newUser(),
      await app.newUser(),
    ];
    await app.give(a);
    await app.give(b);
    await app.give(d);
    const pushes = {
      queued: await app.push(a),
      unconfirmed: await app.push(b),
      parked: await app.push(c),
      scheduled: await app.push(c, { sendAt: new Date(Date.now() + 60_000) }),
      sending: await app.push(d),
    };
    const unknown = app.newPush(null, { toUnionid: 'u-1' });
    await hotPath.acceptPushes([unknown]);
    const behind = await app.push(a);
    await ledger.settle(await ledger.take(pushes.unconfirmed), unconfirmed);
    await ledger.take(pushes.sending);
    await query('update pushes set expires_at = now() where app_id = $1 and id <> $2', [
      app.appId,
      behind,
    ]);

    const { touched, due } = await sweeps.expirePushes(100);

    expect(touched).toBe(5);
    expect(ids(due)).toEqual([behind]);
    for (const pushId of [pushes.queued, pushes.parked, pushes.scheduled, unknown.id]) {
      expect(await ledger.read(pushId)).toMatchObject({
        state: 'expired',
        reason: { code: 'expired' },
      });
    }
    expect(await ledger.read(pushes.unconfirmed)).toMatchObject({
      state: 'dead',
      reason: { code: 'unconfirmed' },
    });
    expect(await ledger.grants(b)).toEqual(['spent']);
    expect((await ledger.read(pushes.sending)).state).toBe('sending');
    expect(await ledger.transitions(pushes.parked)).toEqual(['parked -> expired by sweep']);
    expect(await sweeps.expirePushes(100)).toEqual({ touched: 0, due: [] });
  });
});
