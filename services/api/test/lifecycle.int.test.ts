import { describe, expect, test } from '@jest/globals';
import { createApiBed } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed({ queueUrl: 'redis://127.0.0.1:1' });
const { storage } = api;

describe('while the queue is down', () => {
  test('when pushes come, then they are taken at once, and are there for the sweep', async () => {
    const freight = await setUpFreight(storage, { grants: 30 });
    const startedAt = performance.now();
    const made = await Promise.all(
      Array.from({ length: 30 }, () => api.call('POST', '/v1/pushes', { body: freight.push() })),
    );
    expect(performance.now() - startedAt).toBeLessThan(3000);
    expect(made.every((one) => one.status === 202 && one.body.state === 'queued')).toBe(true);
    const queued = await storage.sweeps.listQueued({
      appId: freight.appId,
      afterDueAt: null,
      afterId: null,
      limit: 100,
    });
    expect(queued).toHaveLength(30);
    const { text } = await api.call('GET', '/metrics', { key: null });
    expect(text).toMatch(/queue_offers_total\{.*result="left-to-sweep".*\} 30/);
  });

  test('when it is asked, then the api is ready: PostgreSQL is what it needs', async () => {
    expect((await api.call('GET', '/readyz')).status).toBe(200);
    expect((await api.call('GET', '/console/queues/api/queues')).status).toBe(200);
  });

  test('when an app is paused and resumed, then PostgreSQL decides and nobody waits for the queue', async () => {
    const { appId } = await setUpFreight(storage);
    const startedAt = performance.now();
    const paused = await api.call('POST', `/v1/apps/${appId}/pause`, { body: { reason: 'x' } });
    expect(paused.body).toMatchObject({ state: 'paused' });
    expect((await api.call('POST', `/v1/apps/${appId}/resume`)).status).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });
});

describe('while it stops', () => {
  test('when somebody waits for the end of a push, then they are answered, and the next process goes on', async () => {
    const freight = await setUpFreight(storage);
    const made = await api.call('POST', '/v1/pushes', { body: freight.push() });
    const path = `/v1/pushes/${String(made.body.id)}`;
    const startedAt = performance.now();
    const waiting = api.call('GET', `${path}?wait=30`);
    // Answered after the other was taken in: the wait has begun.
    await api.call('GET', path);
    await api.restart();
    const answer = await waiting;
    expect([answer.status, answer.body.state]).toEqual([200, 'parked']);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect((await api.call('GET', path)).status).toBe(200);
  });
});
