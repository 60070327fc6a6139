import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';
import { makeDead, neverAnswered } from './support/make-dead.ts';

const api = await createApiBed();
const { storage, testDatabase } = api;

type Cause = Json & { name: string; times: number };
type Causes = Json & { causes: Cause[]; spans: { at: string; times: Record<string, number> }[] };

const read = async (search: string, key?: string): Promise<Causes> =>
  (await api.call<Causes>('GET', `/v1/causes${search}`, key === undefined ? {} : { key })).body;
const timesOf = ({ causes }: Causes): Record<string, number> =>
  Object.fromEntries(causes.map(({ name, times }) => [name, times]));

describe('GET /v1/causes', () => {
  test('when pushes were kept in several ways, then each cause is counted and told in words, of each app by itself', async () => {
    const freight = await setUpFreight(storage, { grants: 4 });
    const { appId } = freight;
    await makeDead(storage, freight);
    await makeDead(storage, freight);
    await makeDead(storage, freight, { fate: neverAnswered });
    const waits = await api.call('POST', '/v1/pushes', {
      body: freight.push({ sendAt: new Date(Date.now() + 60_000).toISOString() }),
    });
    await api.call('POST', `/v1/pushes/${String(waits.body.id)}/cancel`);
    await storage.sweeps.countMinutes({ keepDays: 8 });

    const answer = await read(`?appId=${appId}`);
    expect(timesOf(answer)).toEqual({
      ...{ 'refused 47003': 2, 'dead template-data-invalid 47003': 2 },
      ...{ 'dead unconfirmed': 1, 'cancelled cancelled': 1 },
    });
    expect(answer).toMatchObject({ accepted: 4, sent: 0 });
    expect(answer.causes[0]).toMatchObject({ times: 2, about: 'data' });
    expect(answer.causes.find(({ name }) => name === 'cancelled cancelled')).toMatchObject({
      ...{ kind: 'cancelled', reason: 'cancelled', errcode: null, about: 'person' },
    });
    const sums: Record<string, number> = {};
    for (const { times } of answer.spans)
      for (const [name, count] of Object.entries(times)) sums[name] = (sums[name] ?? 0) + count;
    expect(sums).toEqual(timesOf(answer));

    const other = await setUpFreight(storage, { grants: 1 });
    const key = await api.createKey({ scopes: ['push:read'], appIds: [other.appId] });
    expect((await read('', key)).causes).toEqual([]);
    expect((await read(`?appId=${appId}`, key)).causes).toEqual([]);
  });

  test('when spans are asked for, then each sums its minutes; what is older is left out', async () => {
    const { appId } = await setUpFreight(storage);
    const at = (minutes: number): string =>
      `date_trunc('hour', now()) - interval '1 day' + interval '${minutes} minutes'`;
    const rows = [0, 5, 30].map(
      (minute) => `(${at(minute)}, '${appId}', 1, 0, 1, 0, 0, 0, 0, 0, 0, '{"43101": 1}', '{}',
        '{"parked no-grant": 2}')`,
    );
    await testDatabase.run(`insert into push_minutes values ${rows.join(',')}`);
    const day = await read(`?appId=${appId}&minutes=2880&stepMinutes=15`);
    expect(day.spans.map(({ times }) => times)).toEqual([
      { 'parked no-grant': 4, 'refused 43101': 2 },
      { 'parked no-grant': 2, 'refused 43101': 1 },
    ]);
    expect((await read(`?appId=${appId}&minutes=60`)).spans).toEqual([]);
  });

  test('when it is asked wrongly, then 400, 401, 403', async () => {
    expect(problemsOf(await api.call('GET', '/v1/causes?minutes=0&appId=?'))).toEqual([
      ...['/query/appId format', '/query/minutes minutes'],
    ]);
    expect((await api.call('GET', '/v1/causes', { key: null })).status).toBe(401);
    const key = await api.createKey({ scopes: ['push:write'] });
    expect((await api.call('GET', '/v1/causes', { key })).status).toBe(403);
  });
});
