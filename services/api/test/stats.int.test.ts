import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

type Stats = Json & { open: Json; oldestQueuedAt: string | null; minutes: Json[] };

const read = async (search: string, key?: string): Promise<Stats> =>
  (await api.call<Stats & Json>('GET', `/v1/stats${search}`, key === undefined ? {} : { key }))
    .body;
const sumOf = (minutes: readonly Json[], name: string): number =>
  minutes.reduce((sum, minute) => sum + Number(minute[name]), 0);

describe('GET /v1/stats', () => {
  test('when pushes come and go, then open rows and minutes tell of each app by itself', async () => {
    const freight = await setUpFreight(storage, { grants: 3 });
    const other = await setUpFreight(storage);
    await makeDead(storage, freight);
    await makeDead(storage, freight, { fate: neverAnswered });
    const queued = await api.call('POST', '/v1/pushes', { body: freight.push() });
    await api.call('POST', '/v1/pushes', { body: freight.push() });
    const cancelled = await api.call('POST', '/v1/pushes', { body: other.push() });
    await api.call('POST', `/v1/pushes/${String(cancelled.body.id)}/cancel`);
    await storage.sweeps.countMinutes({ keepDays: 8 });

    const stats = await read(`?appId=${freight.appId}`);
    expect(stats.open).toEqual({
      ...{ scheduled: 0, parked: 0, queued: 2, sending: 0, retrying: 0, unconfirmed: 0 },
    });
    const { appId } = freight;
    expect((await read('')).apps).toContainEqual(
      expect.objectContaining({ appId, open: stats.open }),
    );
    // Due is rounded to a millisecond, created cut to one.
    expect(Date.parse(stats.oldestQueuedAt!)).toBeLessThanOrEqual(
      Date.parse(String(queued.body.createdAt)) + 1,
    );
    const sums = Object.fromEntries(
      ['accepted', 'sent', 'refused', 'unconfirmed', 'dead', 'cancelled'].map((name) => [
        name,
        sumOf(stats.minutes, name),
      ]),
    );
    expect(sums).toEqual({
      ...{ accepted: 4, sent: 0, refused: 1, unconfirmed: 1, dead: 2, cancelled: 0 },
    });
    expect(stats.minutes.map(({ errcodes }) => errcodes)).toContainEqual({ 47003: 1 });

    const bound = await api.createKey({ scopes: ['push:read'], appIds: [other.appId] });
    const theirs = await read('', bound);
    expect([sumOf(theirs.minutes, 'accepted'), sumOf(theirs.minutes, 'cancelled')]).toEqual([1, 1]);
    expect(await read(`?appId=${freight.appId}`, bound)).toMatchObject({ minutes: [] });
    expect(sumOf((await read('')).minutes, 'accepted')).toBe(5);
  });

  test('when minutes are counted twice, then they say the same; old ones go', async () => {
    const freight = await setUpFreight(storage);
    await api.call('POST', '/v1/pushes', { body: freight.push() });
    await storage.sweeps.countMinutes({ keepDays: 8 });
    const before = await read(`?appId=${freight.appId}`);
    expect(await storage.sweeps.countMinutes({ keepDays: 8 })).toBe(0);
    expect((await read(`?appId=${freight.appId}`)).minutes).toEqual(before.minutes);
    await testDatabase.run(`update push_minutes set minute = minute - interval '9 days'`);
    await storage.sweeps.countMinutes({ keepDays: 8 });
    const [oldest] = await testDatabase.read<{ old: number }>(
      `select count(*)::integer as old from push_minutes where minute < now() - interval '8 days'`,
    );
    expect(oldest!.old).toBe(0);
  });

  test('when something of an earlier minute is settled late, then the first count of the next minute finds it', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const id = await makeDead(storage, freight);
    const countedAs = async (lastCount: string): Promise<number> => {
      await testDatabase.run(`update sweep_cursors set position = (${lastCount})::text
        where name in ('count-minutes', 'count-grant-minutes')`);
      await storage.sweeps.countMinutes({ keepDays: 8 });
      return sumOf((await read(`?appId=${freight.appId}`)).minutes, 'refused');
    };
    const thisMinute = `date_trunc('minute', clock_timestamp())`;
    await storage.sweeps.countMinutes({ keepDays: 8 });
    await testDatabase.run(`delete from push_minutes;
      update attempts set started_at = started_at - interval '2 minutes' where push_id = '${id}'`);
    expect(await countedAs(thisMinute)).toBe(0);
    expect(await countedAs(`${thisMinute} - interval '1 minute'`)).toBe(1);
    // After a pause of the workers.
    await testDatabase.run(`delete from push_minutes;
      update attempts set started_at = started_at - interval '40 minutes' where push_id = '${id}'`);
    expect(await countedAs(`${thisMinute} - interval '1 minute'`)).toBe(0);
    expect(await countedAs(`${thisMinute} - interval '3 days'`)).toBe(1);
  });

  test('when sends take their time, then the percentiles say how long, of what waited for nobody', async () => {
    const freight = await setUpFreight(storage, { grants: 4 });
    const sent: Parameters<typeof makeDead>[2] = {
      fate: {
        outcome: { kind: 'accepted', msgid: null },
        decision: { state: 'sent', reason: null, grantEffect: 'spend' },
      },
    };
    const ids: string[] = [];
    for (let at = 0; at < 4; at += 1) ids.push(await makeDead(storage, freight, sent));
    const took = (id: string, ms: number, more = '') =>
      testDatabase.run(`update attempts set finished_at = p.created_at + interval '${ms} ms'
        from pushes p where p.id = push_id and p.id = '${id}'; ${more}`);
    await took(ids[0]!, 60);
    await took(ids[1]!, 60);
    await took(ids[2]!, 5000, `update pushes set parked_at = now() where id = '${ids[2]!}'`);
    await took(ids[3]!, 5000, `update pushes set earlier_attempts = 1 where id = '${ids[3]!}'`);
    await storage.sweeps.countMinutes({ keepDays: 8 });
    const stats = await read(`?appId=${freight.appId}`);
    // 60 ms lie in the bucket from 45 to 64 ms.
    expect(stats.latency).toEqual({ p50Ms: 55, p95Ms: 63, p99Ms: 64 });
    expect(stats.minutes.at(-1)!.latency).toEqual(stats.latency);
    // What is the same for all is remembered for a second.
    await eventually(async () =>
      expect(await read(`?appId=${freight.appId}`)).toMatchObject({
        ...{ sentPerSecond: 0.4, acceptedPerSecond: 0.4 },
      }),
    );
    expect((await read(`?appId=${(await setUpFreight(storage)).appId}`)).latency).toBeNull();
  });

  test('when spans are asked for, then each sums its minutes, from the beginning of the span', async () => {
    const freight = await setUpFreight(storage);
    const written = [0, 1, 9, 10].map(
      (
        minute,
      ) => `(timestamptz '2026-01-05 08:00Z' + interval '${minute} minutes', '${freight.appId}',
        1, 2, 0, 0, 0, 0, 0, 0, 0, '{"43101": ${minute}}', '{"6": 1}')`,
    );
    await testDatabase.run(`insert into push_minutes values ${written.join(',')}`);
    const spans = await storage.upkeep.readMinutes({
      ...{ appIds: [freight.appId], since: new Date('2026-01-05T08:00:00Z'), stepMinutes: 10 },
    });
    expect(
      spans.map(({ minute, accepted, sent }) => [minute.toISOString(), accepted, sent]),
    ).toEqual([
      ['2026-01-05T08:00:00.000Z', 3, 6],
      ['2026-01-05T08:10:00.000Z', 1, 2],
    ]);
    expect(spans[0]).toMatchObject({ errcodes: { 43101: 10 }, latency: { 6: 3 } });
    expect((await api.call('GET', '/v1/stats?minutes=1440&stepMinutes=10')).status).toBe(200);
  });

  test('when an app has a pause, a token, a quota and dead letters, then they are told, to who may know of the app', async () => {
    const [mine, other] = [await setUpFreight(storage, { grants: 1 }), await setUpFreight(storage)];
    const { appId, templateId } = mine;
    await makeDead(storage, mine);
    await storage.upkeep.saveQuota({
      ...{ appId, cgiPath: '/cgi-bin/message/subscribe/send' },
      ...{ dailyLimit: 100, used: 40, remain: 60 },
    });
    await testDatabase.run(`insert into app_tokens (app_id, generation, refreshed_at, expires_at)
      values ('${appId}', 3, '2026-01-05 08:00Z', '2026-01-05 10:00Z')`);
    await api.call('POST', `/v1/apps/${appId}/pause`, { body: { reason: 'Reviewing' } });
    const path = `/v1/apps/${appId}/templates/${templateId}/pause`;
    await api.call('POST', path, { body: { reason: 'Wording' } });
    const key = await api.createKey({ scopes: ['push:read'], appIds: [appId] });
    // Tokens, templates and quotas are remembered for five seconds.
    const stats = await eventually(
      async () => {
        const found = await read('', key);
        expect(found).toMatchObject({
          dead: 1,
          isDeadCapped: false,
          apps: [
            {
              ...{ appId, name: '货运助手', dead: 1 },
              pause: { kind: 'operator', reason: { message: 'Reviewing' }, until: null },
              pausedTemplates: [{ templateId, reason: { message: 'Wording' }, until: null }],
              token: {
                ...{ generation: 3, isRefreshing: false },
                obtainedAt: '2026-01-05T08:00:00.000Z',
                refreshAt: '2026-01-05T09:55:00.000Z',
              },
              quota: { used: 40, remain: 60, endsAt: null },
            },
          ],
        });
        return found;
      },
      { timeoutMs: 10_000 },
    );
    expect(JSON.stringify(stats)).not.toContain(other.appId);
  });

  test('when a worker beats and sends, then it is alive and progressing; when it falls silent, neither', async () => {
    await storage.upkeep.beat({ processId: 'test', role: 'worker' });
    const seen = await eventually(async () => {
      const found = await read('');
      expect(found.workers).toMatchObject([{ id: 'test', isAlive: true }]);
      return found;
    });
    expect(seen.apis).toMatchObject([{ isAlive: true }]);
    await testDatabase.run(
      `update heartbeats set beat_at = beat_at - interval '1 minute' where role = 'worker'`,
    );
    await eventually(async () => {
      const found = await read('');
      expect([found.workers, found.isProgressing]).toMatchObject([[{ isAlive: false }], false]);
    });
  });

  test('when it is asked wrongly, then 400, 401, 403', async () => {
    for (const minutes of ['0', '10081', 'x', '-1'])
      expect(problemsOf(await api.call('GET', `/v1/stats?minutes=${minutes}`))).toEqual([
        '/query/minutes minutes',
      ]);
    expect(problemsOf(await api.call('GET', '/v1/stats?stepMinutes=1441'))).toEqual([
      '/query/stepMinutes minutes',
    ]);
    expect((await api.call('GET', '/v1/stats', { key: null })).status).toBe(401);
    const key = await api.createKey({ scopes: ['push:write'] });
    expect((await api.call('GET', '/v1/stats', { key })).status).toBe(403);
  });
});
