import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

type Stats = { open: Json; oldestQueuedAt: string | null; minutes: Json[] };

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
    expect(Date.parse(stats.oldestQueuedAt!)).toBeLessThanOrEqual(
      Date.parse(String(queued.body.createdAt)),
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

  test('when it is asked wrongly, then 400, 401, 403', async () => {
    for (const minutes of ['0', '10081', 'x', '-1'])
      expect(problemsOf(await api.call('GET', `/v1/stats?minutes=${minutes}`))).toEqual([
        '/query/minutes minutes',
      ]);
    expect((await api.call('GET', '/v1/stats', { key: null })).status).toBe(401);
    const key = await api.createKey({ scopes: ['push:write'] });
    expect((await api.call('GET', '/v1/stats', { key })).status).toBe(403);
  });
});
