import { beforeEach, describe, expect, test } from '@jest/globals';
import { createSilence } from '../test-support/create-silence.ts';
import { openTestLedger, refused, unconfirmed } from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query, sweeps } = ledger;
const { silent, beatAllAlong, laterSuccess, forgetBeats, judge } = createSilence(ledger);

beforeEach(async () => {
  await forgetBeats();
  await query(`update pushes set state = 'cancelled' where state = 'unconfirmed'`);
});

describe('Silence', () => {
  test('when all three conditions hold, then the push was not sent: queued again, its grant free, its past remembered', async () => {
    const { app, userId, pushId } = await silent();
    await beatAllAlong();
    await laterSuccess(app);

    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId, cycle: 1 }] });

    expect(await ledger.read(pushId)).toMatchObject({
      state: 'queued',
      had_unconfirmed: true,
      grant_id: null,
    });
    expect(await ledger.grants(userId)).toEqual(['available']);
    expect((await ledger.transitions(pushId)).at(-1)).toBe('unconfirmed -> queued by sweep');
    const push = await ledger.take(pushId, 1);
    await ledger.settle(push, refused(43101));
    expect(await ledger.read(pushId)).toMatchObject({
      state: 'sent',
      reason: { code: 'inferred-by-43101' },
    });
  });

  test('when nothing is unconfirmed, then it is noted all the same how long our endpoint has been up', async () => {
    await beatAllAlong();
    expect((await judge()).touched).toBe(0);
    const [noted] = await query<{ age: number }>(
      `select extract(epoch from now() - split_part(position, ' ', 1)::timestamptz)::float8 as age
       from sweep_cursors where name = 'endpoint-up'`,
    );
    expect(noted?.age).toBeGreaterThan(300);
  });

  test('when no sent event came for a later attempt, then it proves nothing', async () => {
    const { app, pushId } = await silent();
    await beatAllAlong();
    const userId = await app.newUser();
    await app.storeEvent(userId, {
      type: 'subscribe_msg_popup_event',
      items: [{ templateId: 'tpl-1', status: 'accept' }],
    });
    await hotPath.applyEvents(100);
    expect((await judge()).touched).toBe(0);
    expect((await ledger.read(pushId)).state).toBe('unconfirmed');
  });

  test('when the sent event is of an earlier attempt, or of another app, then it proves nothing', async () => {
    const { app, pushId } = await silent();
    await beatAllAlong();
    await laterSuccess(app);
    await query(
      `update attempts set started_at = now() - interval '10 minutes' where app_id = $1 and push_id <> $2`,
      [app.appId, pushId],
    );
    await laterSuccess(await ledger.newApp());
    expect((await judge()).touched).toBe(0);
  });

  test('when the window is not over, then it waits', async () => {
    const { app, pushId } = await silent();
    await beatAllAlong();
    await laterSuccess(app);
    expect((await judge(295_000)).touched).toBe(0);
    expect((await judge()).touched).toBe(1);
    expect((await ledger.read(pushId)).state).toBe('queued');
  });

  test.each([
    ['the endpoint was down for six seconds in the window', { gapAt: 250, gapSeconds: 6 }],
    ['the endpoint was down when the attempt began', { gapAt: 304, gapSeconds: 10 }],
    ['the endpoint was down when the window ended', { gapAt: 178, gapSeconds: 20 }],
    ['the endpoint never beat', { gapAt: 400, gapSeconds: 400 }],
  ])('when %s, then the event may have been lost', async (_, gap) => {
    const { app, pushId } = await silent();
    await beatAllAlong(gap);
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
    expect((await ledger.read(pushId)).state).toBe('unconfirmed');
  });

  test('when the endpoint was down after the window, then an "allow" may have found nobody: not judged', async () => {
    const { app, pushId } = await silent();
    await beatAllAlong({ gapAt: 100, gapSeconds: 6 });
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
    expect((await ledger.read(pushId)).state).toBe('unconfirmed');
  });

  test('when the endpoint was down and up again before the attempt, then it is judged, also by a sweep that read the beats before', async () => {
    await query(`insert into heartbeats
      select 'api-0', 'api', now() - age * interval '1 second' from generate_series(330, 350, 2) age`);
    await beatAllAlong();
    const { app } = await silent();
    await laterSuccess(app);
    // Reads the beats, and has nothing to judge yet.
    expect((await judge(295_000)).touched).toBe(0);
    expect((await judge()).touched).toBe(1);
  });

  test('when the endpoint goes down after a sweep has read the beats, then the next one notices', async () => {
    const { app } = await silent();
    await beatAllAlong();
    await laterSuccess(app);
    await judge(295_000);
    // As if six seconds had gone by since the last beat, and then one came.
    await query(`update sweep_cursors set position = to_char((now() - interval '310 seconds') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
      || ' ' || to_char((now() - interval '6 seconds') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') where name = 'endpoint-up'`);
    await query('delete from heartbeats');
    expect((await judge()).touched).toBe(0);
    await query(`insert into heartbeats values ('api-1', 'api', now())`);
    expect((await judge()).touched).toBe(0);
  });

  test('when another grant of the key is available, then a second send could succeed although the first did', async () => {
    const { app, userId, pushId } = await silent({}, 2);
    await beatAllAlong();
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
    await query(`update grants set state = 'void' where user_id = $1 and state = 'available'`, [
      userId,
    ]);
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
  });

  test('when another unconfirmed push of the key holds a grant, then neither is judged', async () => {
    const { app, userId } = await silent({}, 2);
    const other = await app.push(userId);
    await ledger.settle(await ledger.take(other), unconfirmed);
    await query(
      `update attempts set started_at = now() - interval '5 minutes', finished_at = now() - interval '290 seconds' where push_id = $1`,
      [other],
    );
    await beatAllAlong();
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
  });

  test('when another push of the key ended unconfirmed, then WeChat may hold its grant yet: not judged until a 43101 says it does not', async () => {
    const { app, userId, pushId } = await silent({}, 2);
    const other = await app.push(userId);
    await ledger.settle(await ledger.take(other), unconfirmed);
    await query('update pushes set expires_at = now() where id = $1', [other]);
    await sweeps.expirePushes(100);
    await beatAllAlong();
    await laterSuccess(app);
    expect((await ledger.grants(userId)).sort()).toEqual(['reserved', 'spent']);
    expect((await judge()).touched).toBe(0);

    await app.give(userId);
    await ledger.settle(await ledger.take(await app.push(userId)), refused(43101));
    expect((await ledger.grants(userId)).sort()).toEqual(['reserved', 'spent', 'void']);
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
  });

  test('when that 43101 was answered before the other one was sent, and only told later, then it says nothing of it', async () => {
    const { app, userId } = await silent({}, 3);
    const refusedOne = await app.push(userId, { onNoGrant: 'reject' });
    const early = await ledger.take(refusedOne);
    await query(`update pushes set lease_until = now() - interval '1 second' where id = $1`, [
      refusedOne,
    ]);
    await sweeps.expireLeases(100);
    const other = await app.push(userId);
    await ledger.settle(await ledger.take(other), unconfirmed);
    await query('update pushes set expires_at = now() where id = $1', [other]);
    await sweeps.expirePushes(100);
    await ledger.settle(early, refused(43101));
    await beatAllAlong();
    await laterSuccess(app);
    expect((await ledger.grants(userId)).sort()).toEqual(['reserved', 'spent', 'void']);
    expect((await judge()).touched).toBe(0);
  });

  test('when another push of the key waits for a grant, then it could take this one: not judged', async () => {
    const { app, userId, pushId } = await silent();
    await beatAllAlong();
    await laterSuccess(app);
    const other = await app.push(userId, { onNoGrant: 'send-anyway' });
    expect((await judge()).touched).toBe(0);
    await hotPath.cancelPush({ pushId: other, actor: 'key:1' });
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId }] });
  });

  test('when the push was sent without a grant of the ledger, then it is not judged', async () => {
    const { app } = await silent({ onNoGrant: 'send-anyway' }, 0);
    await beatAllAlong();
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
  });

  test('when the caller chose hold, then a person judges', async () => {
    const { app, pushId } = await silent({ onUnconfirmed: 'hold' });
    await beatAllAlong();
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
    expect((await ledger.read(pushId)).state).toBe('unconfirmed');
  });

  test('when a beat came four seconds late, then that is no gap', async () => {
    const { app } = await silent();
    await beatAllAlong({ gapAt: 250, gapSeconds: 2 });
    await laterSuccess(app);
    expect((await judge()).touched).toBe(1);
  });

  test('when the user revoked after the attempt and WeChat then refused, then a person judges, whatever the evidence', async () => {
    const { app, userId, pushId } = await silent();
    await query(
      `update pushes set reason = jsonb_build_object('code', 'grant-revoked', 'message', '') where id = $1`,
      [pushId],
    );
    await beatAllAlong();
    await laterSuccess(app);
    expect((await judge()).touched).toBe(0);
    expect(await ledger.grants(userId)).toEqual(['reserved']);
  });

  test('when an event for the key still waits, then it is taken before silence is judged', async () => {
    const { app, userId, pushId } = await silent();
    await beatAllAlong();
    await laterSuccess(app);
    await query(
      `insert into sent_event_items (id, event_id, app_id, openid, template_id, msgid, error_code, error_status, event_at)
       select id, id, app_id, 'o-' || user_id, 'tpl-1', 'waiting-1', '0', 'success', now() - interval '4 minutes' from pushes where id = $1`,
      [pushId],
    );
    expect((await judge()).touched).toBe(0);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'sent', delivery: 'confirmed' });
    expect(await ledger.grants(userId)).toEqual(['spent']);
  });

  test('when there are more than fit in a run, then all have their turn', async () => {
    const stuck = [await silent({}, 2), await silent({}, 2)];
    const free = await silent();
    await beatAllAlong();
    for (const { app } of [...stuck, free]) await laterSuccess(app);
    let touched = 0;
    for (let run = 0; run < 8; run += 1)
      touched += (await sweeps.judgeUnconfirmed({ limit: 1, windowMs: 120_000 })).touched;
    expect(touched).toBe(1);
    expect((await ledger.read(free.pushId)).state).toBe('queued');
  });
});
