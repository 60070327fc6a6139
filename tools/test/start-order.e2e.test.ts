import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createTestDatabase, eventually, uniquePrefix, type TestDatabase } from '@yuexin/testkit';
import { openLateDoor } from './open-late-door.ts';
import { startChildService, type ChildService } from '../src/local-stack/child-service.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { openTestRedis } from '../src/test-servers/open-test-redis.ts';

jest.setTimeout(90_000);

const entries = {
  api: 'services/api/dist/main.js',
  worker: 'services/worker/dist/main.js',
  migrate: 'tools/dist/migrate.js',
};
const key = Buffer.alloc(32, 7).toString('base64');

describe('starting in the wrong order', () => {
  let database: TestDatabase;
  let scratch: string;
  let services: ChildService[];
  let ports: { api: number; worker: number };
  let lines: string[];
  beforeEach(async () => {
    database = await createTestDatabase({ isMigrated: false });
    scratch = mkdtempSync(path.join(tmpdir(), 'yuexin-order-'));
    services = [];
    lines = [];
    ports = { api: await freePort(), worker: await freePort() };
  });
  afterEach(async () => {
    await Promise.all(services.map((service) => service.stop()));
    rmSync(scratch, { recursive: true, force: true });
    await database.drop();
  });

  function start(name: keyof typeof entries, env: Record<string, string> = {}): ChildService {
    const service = startChildService({
      name,
      entry: path.join(repoRoot, entries[name]),
      env: {
        DATABASE_URL: database.url,
        MASTER_KEY: key,
        BOOTSTRAP_ADMIN_KEY: 'k'.repeat(40),
        API_PORT: String(ports.api),
        WORKER_PORT: String(ports.worker),
        WECHAT_API_BASE_URL: 'http://127.0.0.1:9',
        QUEUE_PREFIX: uniquePrefix(),
        LOG_FORMAT: 'json',
        ...env,
      },
      logDir: scratch,
      onLine: (line) => lines.push(line),
    });
    services.push(service);
    return service;
  }

  async function status(name: 'api' | 'worker', probe: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${String(ports[name])}${probe}`);
    return answer.status;
  }

  const becomes = (name: 'api' | 'worker', code: number): Promise<unknown> =>
    eventually(async () => expect(await status(name, '/readyz')).toBe(code), { timeoutMs: 30_000 });

  test('before the migration: alive, not ready, says so, and ready once migrated', async () => {
    start('api');
    start('worker');
    await becomes('api', 503);
    await becomes('worker', 503);
    expect(await status('api', '/livez')).toBe(200);
    await eventually(() => expect(lines.join('\n')).toMatch(/migrat/i), { timeoutMs: 15_000 });
    expect((await start('migrate').ended).code).toBe(0);
    await becomes('api', 200);
    await becomes('worker', 200);
  });

  test('before PostgreSQL: waits for it by name, and is ready once it answers', async () => {
    const door = await openLateDoor(database.url);
    expect((await start('migrate').ended).code).toBe(0);
    start('api', { DATABASE_URL: door.url });
    start('worker', { DATABASE_URL: door.url });
    await becomes('api', 503);
    await becomes('worker', 503);
    await eventually(() => expect(lines.join('\n')).toMatch(/PostgreSQL/), { timeoutMs: 15_000 });
    await door.open();
    await becomes('api', 200);
    await becomes('worker', 200);
    await Promise.all(services.map((service) => service.stop()));
    await door.close();
  });

  test('before Redis: the api is ready without it, the worker waits and then works', async () => {
    expect((await start('migrate').ended).code).toBe(0);
    const port = await freePort();
    const queueUrl = `redis://127.0.0.1:${String(port)}`;
    start('api', { QUEUE_URL: queueUrl });
    start('worker', { QUEUE_URL: queueUrl });
    await becomes('api', 200);
    await becomes('worker', 503);
    await eventually(() => expect(lines.join('\n')).toMatch(/Redis/), { timeoutMs: 15_000 });
    const redis = await openTestRedis({ env: process.env, scratch, say: () => undefined, port });
    await becomes('worker', 200);
    await Promise.all(services.map((service) => service.stop()));
    await redis?.close();
  });

  test.each(['api', 'worker', 'migrate'] as const)(
    '%s with a wrong environment names every problem and exits 1 before a socket opens',
    async (name) => {
      const { code } = await start(name, {
        DATABASE_URL: 'mysql://nowhere',
        QUEUE_URL: 'ftp://x',
        MASTER_KEY: 'short',
        API_PORT: 'many',
        WORKER_PORT: '-1',
      }).ended;
      expect(code).toBe(1);
      const text = lines.join('\n');
      expect(text).toContain('DATABASE_URL');
      expect(text).toContain('QUEUE_URL');
      if (name !== 'migrate') expect(text).toContain('MASTER_KEY');
      if (name === 'api') expect(text).toContain('API_PORT');
      if (name === 'worker') expect(text).toContain('WORKER_PORT');
      expect(text).not.toContain('short');
    },
  );

  test('with more connections wanted than there are, api and worker say so and work all the same', async () => {
    expect((await start('migrate').ended).code).toBe(0);
    const said = () => lines.filter((line) => /lets in \d+ connections, and .* 500/.test(line));
    start('api', { DATABASE_POOL_MAX: '500' });
    start('worker', { DATABASE_POOL_MAX: '500' });
    await becomes('api', 200);
    await becomes('worker', 200);
    await eventually(() => expect(said().length).toBeGreaterThanOrEqual(2), { timeoutMs: 15_000 });
  });

  test('a database that is not there is one sentence', async () => {
    const url = new URL(database.url);
    url.pathname = '/no_such_database';
    start('api', { DATABASE_URL: url.toString() });
    await eventually(() => expect(lines.join('\n')).toContain('no_such_database'), {
      timeoutMs: 15_000,
    });
    expect(lines.join('\n')).not.toContain(`:${url.password}@`);
  });
});
