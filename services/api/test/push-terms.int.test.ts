import { describe, expect, test } from '@jest/globals';
import { createApiBed, problemsOf, type Json } from './support/api-bed.ts';
import { setUpFreight, type Freight } from './support/freight.ts';

const api = await createApiBed();
const { storage } = api;

type Shown = Json & { id: string; state: string; isDuplicate?: boolean };
type Explanation = { verdict: string; checks: { name: string; ok: boolean; detail: string }[] };
type Entry = Json & { kind: string };

const post = (freight: Freight, over: Json, headers: Record<string, string> = {}) =>
  api.call<Shown>('POST', '/v1/pushes', { body: freight.push(over), headers });
const read = async (id: string) => (await api.call<Shown>('GET', `/v1/pushes/${id}`)).body;
const timeline = async (id: string) =>
  (await api.call<{ data: Entry[] }>('GET', `/v1/pushes/${id}/timeline`)).body.data;
const explain = async (freight: Freight, over: Json) =>
  (await api.call<Explanation>('POST', '/v1/pushes/explain', { body: freight.push(over) })).body;
const listed = async ({ appId }: Freight) =>
  (await api.call<{ data: Shown[] }>('GET', `/v1/pushes?appId=${appId}`)).body.data;

const dedupeKey = 'order-42-shipped';
const replaces = 'position-of-truck-7';

describe('dedupeKey', () => {
  test('when another push holds it, then that push is answered, marked, and its timeline counts the duplicates', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    const first = await post(freight, { dedupeKey, dedupeSeconds: 60 });
    expect(first.body).toMatchObject({ dedupeKey, state: 'queued' });
    const span =
      Date.parse(String(first.body.dedupeUntil)) - Date.parse(String(first.body.createdAt));
    expect([span, first.body.isDuplicate]).toEqual([60_000, undefined]);
    expect(await read(first.body.id)).toEqual(first.body);

    const again = await post(freight, { dedupeKey, bizId: 'second' });
    expect([again.status, again.body]).toEqual([202, { ...first.body, isDuplicate: true }]);
    expect(again.headers.get('location')).toBe(`/v1/pushes/${first.body.id}`);
    await post(freight, { dedupeKey });
    expect((await timeline(first.body.id)).at(-1)).toMatchObject({ kind: 'duplicates', times: 2 });
    expect(await listed(freight)).toHaveLength(1);
  });

  test('when a duplicate carries an idempotency key, then the same request again is a replay of the first', async () => {
    const freight = await setUpFreight(storage);
    const first = await post(freight, { dedupeKey });
    const headers = { 'idempotency-key': 'twin-1' };
    expect((await post(freight, { dedupeKey }, headers)).body.isDuplicate).toBe(true);
    const again = await post(freight, { dedupeKey }, headers);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
  });

  test('when thirty requests come at once and ten more in a batch, then there is one push and one answer that is none of a duplicate', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const pushes = Array.from({ length: 10 }, () => freight.push({ dedupeKey }));
    const [batch, ...singles] = await Promise.all([
      api.call<{ results: { push: Shown }[] }>('POST', '/v1/pushes/batch', { body: { pushes } }),
      ...Array.from({ length: 30 }, () => post(freight, { dedupeKey })),
    ]);
    const shown = [
      ...batch.body.results.map(({ push }) => push),
      ...singles.map(({ body }) => body),
    ];
    expect(shown.filter(({ isDuplicate }) => isDuplicate !== true)).toHaveLength(1);
    expect(new Set(shown.map(({ id }) => id)).size).toBe(1);
    expect(await listed(freight)).toHaveLength(1);
  });

  test('when it is explained, then a duplicate is foreseen, and nothing is counted or kept', async () => {
    const freight = await setUpFreight(storage, { grants: 2 });
    const before = await explain(freight, { dedupeKey });
    expect(before.verdict).toBe('would-send');
    expect(before.checks.find(({ name }) => name === 'duplicate')).toMatchObject({ ok: true });
    const first = await post(freight, { dedupeKey });
    const after = await explain(freight, { dedupeKey });
    expect(after.verdict).toBe('would-be-duplicate');
    expect(after.checks.find(({ name }) => name === 'duplicate')).toMatchObject({
      ok: false,
      detail: expect.stringContaining(`${first.body.id} (queued) holds the dedupeKey`) as unknown,
    });
    expect((await timeline(first.body.id)).map(({ kind }) => kind)).not.toContain('duplicates');
  });
});

describe('replaces', () => {
  test('when a newer push comes, then the waiting one ends cancelled, superseded by it, and both timelines tell', async () => {
    const freight = await setUpFreight(storage, { grants: 1 });
    const older = await post(freight, { replaces });
    expect(older.body).toMatchObject({ replaces, state: 'queued' });
    const foreseen = await explain(freight, { replaces });
    expect(foreseen.verdict).toBe('would-send');
    expect(foreseen.checks.find(({ name }) => name === 'replaces')).toMatchObject({
      ok: true,
      detail: expect.stringContaining(older.body.id) as unknown,
    });
    expect(foreseen.checks.find(({ name }) => name === 'grant')?.ok).toBe(true);
    expect((await read(older.body.id)).state).toBe('queued');

    const newer = await post(freight, { replaces });
    expect(newer.body.state).toBe('queued');
    expect(await read(older.body.id)).toMatchObject({
      ...{ state: 'cancelled', supersededBy: newer.body.id, reason: { code: 'superseded' } },
    });
    expect(await timeline(older.body.id)).toContainEqual(
      expect.objectContaining({ kind: 'state', from: 'queued', to: 'cancelled', actor: 'caller' }),
    );
    expect(await timeline(newer.body.id)).toContainEqual(
      expect.objectContaining({ kind: 'replaced', pushId: older.body.id }),
    );
    const found = await api.call<{ data: Shown[] }>('GET', '/v1/pushes?reason=superseded');
    expect(found.body.data.map(({ id }) => id)).toContain(older.body.id);
  });

  test('when several of a batch are of one key, then the last of each recipient stands', async () => {
    const one = await setUpFreight(storage, { grants: 1 });
    const two = await setUpFreight(storage, { grants: 1 });
    const pushes = [one, two, one, two, one].map((freight, at) =>
      freight.push({ replaces, bizId: `item-${at}` }),
    );
    const { body } = await api.call<{ results: { push: Shown }[] }>('POST', '/v1/pushes/batch', {
      body: { pushes },
    });
    const states = await Promise.all(
      body.results.map(async ({ push }) => (await read(push.id)).state),
    );
    expect(states).toEqual(['cancelled', 'cancelled', 'cancelled', 'queued', 'queued']);
  });
});

test('when the terms do not go together or are too long, then every problem is named', async () => {
  const freight = await setUpFreight(storage);
  const refused = await post(freight, {
    ...{ dedupeSeconds: 60, replaces, onNoGrant: 'reject' },
  });
  expect([refused.status, problemsOf(refused)]).toEqual([
    400,
    ['/dedupeSeconds needs-dedupe-key', '/replaces exclusive'],
  ]);
  const long = await post(freight, {
    ...{ dedupeKey: 'k'.repeat(129), dedupeSeconds: 604_801, replaces: '' },
  });
  expect(problemsOf(long)).toEqual([
    ...['/dedupeKey max-length', '/dedupeSeconds max', '/replaces min-length'],
  ]);
});
