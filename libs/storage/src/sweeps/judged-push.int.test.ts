import { beforeEach, describe, expect, test } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { createSilence } from '../test-support/create-silence.ts';
import {
  accepted,
  openTestLedger,
  refused,
  unconfirmed,
} from '../test-support/open-test-ledger.ts';

const ledger = await openTestLedger();
const { hotPath, query } = ledger;
const { silent, beatAllAlong, laterSuccess, forgetBeats, judge } = createSilence(ledger);

beforeEach(async () => {
  await forgetBeats();
  await query(`update pushes set state = 'cancelled' where state = 'unconfirmed'`);
});

describe('A push judged as not sent', () => {
  async function judged() {
    const world = await silent();
    await beatAllAlong();
    await laterSuccess(world.app);
    expect((await judge()).touched).toBe(1);
    return world;
  }

  test('when another grant arrives before it is claimed, then it waits for evidence again, its grant reserved', async () => {
    const { app, userId, pushId } = await judged();
    await app.give(userId);

    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });

    expect(await ledger.read(pushId)).toMatchObject({ state: 'unconfirmed', attempts: 1 });
    expect(await ledger.grants(userId)).toEqual(['reserved', 'available']);
    expect((await judge()).touched).toBe(0);
    // The new grant is used up by another push: now a second send tells the truth.
    await ledger.settle(await ledger.take(await app.push(userId)), accepted());
    expect(await judge()).toMatchObject({ touched: 1, due: [{ pushId, cycle: 2 }] });
    expect((await ledger.claim(pushId, 2)).kind).toBe('claimed');
  });

  test('when another push used its grant up and the user has allowed anew, then that would pay for a second message: it waits', async () => {
    const { app, userId, pushId } = await judged();
    const other = await app.push(userId, { onNoGrant: 'send-anyway', priority: 'high' });
    await ledger.settle(await ledger.take(other), refused(43101));
    await app.give(userId);
    const parked = await app.push(userId);
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });
    // Nor does silence send it again with that grant, which is for others.
    await judge();
    expect(await ledger.read(pushId)).toMatchObject({ state: 'unconfirmed', grant_id: null });
    expect((await ledger.read(parked)).state).toBe('queued');
  });

  test('when the endpoint is down at the claim, then an "allow" may have found nobody: it waits for evidence', async () => {
    const { userId, pushId } = await judged();
    await query(`delete from heartbeats where beat_at > now() - interval '6 seconds'`);
    await query(`delete from sweep_cursors where name = 'endpoint-up'`);

    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });

    expect(await ledger.read(pushId)).toMatchObject({ state: 'unconfirmed', attempts: 1 });
    expect(await ledger.grants(userId)).toEqual(['reserved']);
  });

  test('when the endpoint was down for a moment between the judgement and the claim, then it waits for evidence', async () => {
    const { pushId } = await judged();
    await query(`delete from heartbeats where beat_at > now() - interval '6 seconds'`);
    await query(`update sweep_cursors set position = split_part(position, ' ', 1) || ' ' || (
      select to_char(max(beat_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from heartbeats) where name = 'endpoint-up'`);
    await query(`insert into heartbeats values ('api-1', 'api', now())`);
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });
  });

  test('when a verdict has ended the doubt, then the claim asks for no evidence', async () => {
    const { pushId } = await judged();
    await query('update pushes set had_unconfirmed = false where id = $1', [pushId]);
    await query('delete from heartbeats');
    expect((await ledger.claim(pushId, 1)).kind).toBe('claimed');
  });

  test('when an event comes in that may be its own or another’s, then it waits for evidence', async () => {
    const { app, userId, pushId } = await judged();
    await app.give(userId);
    const other = await ledger.take(await app.push(userId));
    await ledger.settle(other, unconfirmed);
    await query(`update attempts set started_at = now() - interval '4 minutes' where id = $1`, [
      other.attemptId,
    ]);
    await query(`update grants set state = 'spent' where push_id = $1`, [other.pushId]);
    await app.storeEvent(userId, {
      type: 'subscribe_msg_sent_event',
      items: [{ templateId: 'tpl-1', msgid: 'whose', errorCode: '0', errorStatus: 'success' }],
    });
    await hotPath.applyEvents(100);
    expect((await ledger.read(pushId)).state).toBe('queued');
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });
  });

  test('when its grant is gone at the claim, then it does not park: the next allow must not deliver it twice', async () => {
    const { app, userId, pushId } = await judged();
    await query(`update grants set state = 'void' where user_id = $1`, [userId]);
    expect(await ledger.claim(pushId, 1)).toEqual({ kind: 'moved', state: 'unconfirmed' });
    await app.give(userId);
    expect(await ledger.read(pushId)).toMatchObject({ state: 'unconfirmed', grant_id: null });
    expect((await judge()).touched).toBe(0);
  });

  test('when two such pushes of a key meet in a claim, then one grant is reserved by one of them', async () => {
    const { userId, pushId, app } = await judged();
    const second = await app.push(userId, { onNoGrant: 'send-anyway' });
    await query(`update pushes set had_unconfirmed = true, on_no_grant = 'park' where id = $1`, [
      second,
    ]);
    await app.give(userId);
    const requests = [pushId, second].map((id, cycle) => ({
      pushId: id,
      cycle: 1 - cycle,
      attemptId: uuidv7(),
    }));
    const results = await hotPath.claimPushes({ requests, workerId: 'w', leaseMs: 60_000 });
    expect(results).toEqual([
      { kind: 'moved', state: 'unconfirmed' },
      { kind: 'moved', state: 'unconfirmed' },
    ]);
    const rows = await query(
      'select g.state, p.id = g.push_id as is_its from grants g left join pushes p on p.grant_id = g.id where g.user_id = $1 order by g.obtained_at',
      [userId],
    );
    expect(rows).toEqual([
      { state: 'reserved', is_its: true },
      { state: 'available', is_its: null },
    ]);
  });
});
