import { describe, expect, it } from '@jest/globals';
import { insertPush } from '../test-support/insert-rows.ts';
import { openTestCore, warmUp } from '../test-support/open-test-core.ts';
import { createEventRepository } from './event.repository.ts';
import { createUpkeepRepository } from './upkeep.repository.ts';

const { core, openAnother } = await openTestCore({ poolMax: 16 });
const upkeep = createUpkeepRepository(core);

describe('turns of sweeps', () => {
  it('when 32 workers want a turn at once, then one takes it, the first time and when it is due again', async () => {
    const otherCore = openAnother({ poolMax: 16 });
    const other = createUpkeepRepository(otherCore);
    await Promise.all([warmUp(core, 16), warmUp(otherCore, 16)]);
    const takers = Array.from({ length: 32 }, (_, n) => (n % 2 === 0 ? upkeep : other));
    for (let round = 0; round < 3; round += 1) {
      const turns = await Promise.all(takers.map((taker) => taker.takeTurn('expire', 60_000)));
      expect(turns.filter(Boolean)).toHaveLength(1);
      await core.database.query("update sweeps set next_run_at = now() where name = 'expire'");
    }
  });

  it('when the interval is not over, then nobody has a turn; other sweeps are not held up', async () => {
    expect(await upkeep.takeTurn('slow', 60_000)).toBe(true);
    expect(await upkeep.takeTurn('slow', 1)).toBe(false);
    expect(await upkeep.takeTurn('other', 60_000)).toBe(true);
  });

  it('when a turn is reported, then its result is kept', async () => {
    await upkeep.takeTurn('told', 60_000);
    await upkeep.reportTurn('told', { touched: 3, error: 'PostgreSQL 不在' });
    const [row] = await core.database.query(
      `select last_touched, last_error, last_finished_at >= last_started_at as is_after
       from sweeps where name = 'told'`,
    );
    expect(row).toEqual({ last_touched: 3, last_error: 'PostgreSQL 不在', is_after: true });
  });
});

describe('heartbeats', () => {
  it('when a process beats twice, then both beats are kept', async () => {
    await upkeep.beat({ processId: 'api-1', role: 'api' });
    await upkeep.beat({ processId: 'api-1', role: 'api' });
    expect(await core.database.query('select 1 as n from heartbeats')).toHaveLength(2);
  });
});

describe('alarms', () => {
  const alarm = { appId: 'wx1', code: 'token-refused', message: '令牌被拒' };
  const list = (limit = 10, cursor: string | null = null) => upkeep.listAlarms({ limit, cursor });

  it('when an alarm is raised again, then it counts and is new only once', async () => {
    expect(await upkeep.raiseAlarm(alarm)).toBe(true);
    expect(await upkeep.raiseAlarm({ ...alarm, message: 'again' })).toBe(false);
    expect((await list()).items).toMatchObject([{ ...alarm, message: 'again', count: 2 }]);
  });

  it('when several are told at once, then each counts', async () => {
    const many = { ...alarm, code: 'events-refused', times: 10 };
    expect(await upkeep.raiseAlarm(many)).toBe(true);
    expect(await upkeep.raiseAlarm({ ...many, times: 5 })).toBe(false);
    expect((await list()).items[0]).toMatchObject({ code: 'events-refused', count: 15 });
    await upkeep.acknowledgeAlarm({ appId: alarm.appId, code: many.code, by: 'key:a' });
    expect(await upkeep.raiseAlarm(many)).toBe(true);
    expect((await list()).items[0]).toMatchObject({ code: 'events-refused', count: 10 });
    await core.database.query(`delete from alarms where code = 'events-refused'`);
  });

  it('when it is acknowledged, then the first acknowledgement stays, and the next raise is new', async () => {
    const key = { appId: 'wx1', code: 'token-refused' };
    const first = await upkeep.acknowledgeAlarm({ ...key, by: 'key:a' });
    expect(first).toMatchObject({ acknowledgedBy: 'key:a', acknowledgedAt: expect.any(Date) });
    expect(await upkeep.acknowledgeAlarm({ ...key, by: 'key:b' })).toEqual(first);
    expect(await upkeep.raiseAlarm(alarm)).toBe(true);
    expect((await list()).items).toMatchObject([{ count: 1, acknowledgedAt: null }]);
  });

  it('when its cause is gone, then it is resolved once, and the next raise is new', async () => {
    const key = { appId: 'wx1', code: 'token-refused' };
    expect(await upkeep.resolveAlarm(key)).toBe(true);
    expect(await upkeep.resolveAlarm(key)).toBe(false);
    expect(await upkeep.resolveAlarm({ ...key, code: 'none' })).toBe(false);
    expect((await list()).items).toMatchObject([{ resolvedAt: expect.any(Date) }]);
    expect(await upkeep.raiseAlarm(alarm)).toBe(true);
    expect((await list()).items).toMatchObject([{ count: 1, resolvedAt: null }]);
  });

  it('when it belongs to no app, then that is told as null, and both pages show each once', async () => {
    await upkeep.raiseAlarm({ appId: null, code: 'clock-skew', message: 'x' });
    await upkeep.raiseAlarm({ appId: 'wx2', code: 'token-refused', message: 'x' });
    const first = await list(2);
    await upkeep.raiseAlarm({ appId: 'wx3', code: 'token-refused', message: 'newer' });
    const second = await list(2, first.nextCursor);
    expect(first.items.map((row) => row.appId)).toEqual(['wx2', null]);
    expect(second.items.map((row) => row.appId)).toEqual(['wx1']);
    expect(second.nextCursor).toBeNull();
  });

  it('when an unknown alarm is acknowledged or a strange cursor given, then that is said', async () => {
    const unknown = { appId: 'wx9', code: 'none', by: 'key:a' };
    expect(await upkeep.acknowledgeAlarm(unknown)).toBeNull();
    await expect(list(1, 'x')).rejects.toMatchObject({ code: 'invalid-request' });
  });
});

describe('gauges', () => {
  it('when pushes are open, then they are counted by app and state, ended ones not', async () => {
    const states = [
      'scheduled',
      'parked',
      'queued',
      'queued',
      'sending',
      'retrying',
      'unconfirmed',
    ];
    for (const state of [...states, 'sent', 'dead', 'expired', 'cancelled']) {
      await insertPush(core, { state });
    }
    await insertPush(core, { state: 'queued', app_id: 'wx-b' });
    const counts = await upkeep.countOpen();
    expect(counts).toHaveLength(7);
    expect(counts).toContainEqual({ appId: 'wx-test', state: 'queued', count: 2 });
    expect(counts).toContainEqual({ appId: 'wx-b', state: 'queued', count: 1 });
    expect(counts).toContainEqual({ appId: 'wx-test', state: 'unconfirmed', count: 1 });
  });

  it('when a quota is read again, then the newest reading is kept', async () => {
    const reading = { appId: 'wx1', cgiPath: '/cgi-bin/x', dailyLimit: 30_000_000, used: 1 };
    await upkeep.saveQuota({ ...reading, remain: 29_999_999 });
    await upkeep.saveQuota({ ...reading, used: 5_000_000_000, remain: 0 });
    const rows = await core.database.query('select used, remain from quota_readings');
    expect(rows).toEqual([{ used: 5_000_000_000, remain: 0 }]);
    const history = await upkeep.listQuota(reading);
    expect(history.map(({ used }) => used)).toEqual([1, 5_000_000_000]);
  });

  it('when a reading is older than a day, then the next one takes it out of the history', async () => {
    const reading = { appId: 'wx1', cgiPath: '/cgi-bin/y', dailyLimit: 10, used: 1, remain: 9 };
    await upkeep.saveQuota(reading);
    await core.database.query("update quota_history set read_at = read_at - interval '25 h'");
    await upkeep.saveQuota({ ...reading, used: 2, remain: 8 });
    expect((await upkeep.listQuota(reading)).map(({ used }) => used)).toEqual([2]);
    const rows = await core.database.query('select used from quota_history where cgi_path = $1', [
      reading.cgiPath,
    ]);
    expect(rows).toEqual([{ used: 2 }]);
  });
});

describe('events', () => {
  const event = {
    ...{ appId: 'wx1', dedupeHash: Buffer.alloc(32, 1), type: 'subscribe_msg_popup_event' },
    ...{ openid: 'o-1', createdAt: new Date('2026-01-01T00:00:00Z'), payload: { 项: ['允许 ✅'] } },
  };

  it('when an event comes twice, also at once, then it is stored once', async () => {
    const events = createEventRepository(core);
    const stored = await Promise.all(Array.from({ length: 8 }, () => events.store(event)));
    expect(stored.filter(Boolean)).toHaveLength(1);
    const rows = await core.database.query('select payload, openid, created_at from events');
    expect(rows).toEqual([{ payload: event.payload, openid: 'o-1', created_at: event.createdAt }]);
  });

  it('when many come together, then each is stored once and told whether it is new', async () => {
    const events = createEventRepository(core);
    const known = { ...event, dedupeHash: Buffer.alloc(32, 2) };
    const other = { ...event, dedupeHash: Buffer.alloc(32, 3), payload: { items: [{ 状态: 1 }] } };
    await events.store(known);
    expect(await events.storeMany([known, other, other])).toEqual([false, true, false]);
    const rows = await core.database.query<{ payload: unknown; created_at: Date }>(
      'select payload, created_at from events where dedupe_hash = $1',
      [other.dedupeHash],
    );
    expect(rows).toEqual([{ payload: other.payload, created_at: event.createdAt }]);
    await core.database.query('delete from events where dedupe_hash <> $1', [event.dedupeHash]);
  });

  it('when events wait, then the lag tells how many and since when', async () => {
    await core.database.query("update events set received_at = now() - interval '10 s'");
    const lag = await upkeep.eventLag();
    expect(lag.waiting).toBe(1);
    expect(lag.oldestAgeMs).toBeGreaterThanOrEqual(10_000);
    await core.database.query('update events set processed_at = now()');
    expect(await upkeep.eventLag()).toEqual({ waiting: 0, oldestAgeMs: 0 });
  });
});
