import { describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createApiBed, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

jest.setTimeout(60_000);

const max = 5;
const api = await createApiBed({ env: { BACKLOG_MAX: `${max}` } });
const { storage, testDatabase } = api;

const post = (body: unknown, headers: Record<string, string> = {}) =>
  api.call<Problem>('POST', '/v1/pushes', { body, headers });
const retryAfterOf = ({ headers }: { headers: Headers }) => Number(headers.get('retry-after'));

describe('an app whose backlog is full', () => {
  test('when more come, then they are turned away with a time to come again, others are not, and it takes more once there is room', async () => {
    const freight = await setUpFreight(storage, { grants: 50 });
    const other = await setUpFreight(storage, { grants: 1 });
    const key = { 'idempotency-key': `first-${freight.appId}` };
    const first = await post(freight.push(), key);
    for (let count = 1; count < max; count += 1) {
      expect((await post(freight.push())).status).toBe(202);
    }
    const refused = await post(freight.push());
    expect([refused.status, refused.body.code, refused.body.retryable]).toEqual([
      ...[503, 'overloaded', true],
    ]);
    expect(retryAfterOf(refused)).toBeGreaterThanOrEqual(1);
    const { items } = await storage.pushes.list({
      ...{ filter: { appIds: [freight.appId] }, limit: 50, cursor: null },
    });
    expect(items).toHaveLength(max);

    const explain = (body: unknown) =>
      api.call<{ verdict: string; checks: object[] }>('POST', '/v1/pushes/explain', { body });
    const foreseen = (await explain(freight.push())).body;
    expect(foreseen.verdict).toBe('would-refuse');
    expect(foreseen.checks).toContainEqual({
      ...{ name: 'backlog', ok: false },
      detail:
        '5 pushes of this app wait to be sent already. The request would be turned away for now.',
    });
    expect((await explain(other.push())).body.verdict).toBe('would-send');

    expect((await post(other.push())).status).toBe(202);
    const again = await post(freight.push(), key);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([202, 'true']);
    expect(again.body).toMatchObject({ id: (first.body as unknown as { id: string }).id });
    const mixed = { pushes: [freight.push(), freight.push()] };
    const batch = await api.call<Problem>('POST', '/v1/pushes/batch', { body: mixed });
    expect([batch.status, batch.body.code]).toEqual([503, 'overloaded']);
    expect(retryAfterOf(batch)).toBeGreaterThanOrEqual(1);

    await testDatabase.run(
      `update pushes set state = 'cancelled' where app_id = '${freight.appId}'`,
    );
    await eventually(async () => (await post(freight.push())).status === 202, {
      timeoutMs: 10_000,
    });
  });
});

describe('a database that hangs', () => {
  test('when statements do not come back, then all requests end within seconds; when it is back, all goes on without a restart', async () => {
    const freight = await setUpFreight(storage, { grants: 50 });
    expect((await post(freight.push())).status).toBe(202);
    const release = await testDatabase.hold('lock table pushes in access exclusive mode');
    const startedAt = Date.now();
    const first = await post(freight.push());
    expect([first.status, first.body.code, first.body.retryable]).toEqual([
      ...[503, 'unavailable', true],
    ]);
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(retryAfterOf(first)).toBeGreaterThanOrEqual(1);
    const secondAt = Date.now();
    const crowd = await Promise.all(Array.from({ length: 50 }, () => post(freight.push())));
    expect(new Set(crowd.map(({ status, body }) => [status, body.retryable].join(' ')))).toEqual(
      new Set(['503 true']),
    );
    expect(Date.now() - secondAt).toBeLessThan(8_000);
    await release();
    await eventually(async () => (await post(freight.push())).status === 202, {
      timeoutMs: 15_000,
    });
  });
});
