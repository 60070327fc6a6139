import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { loadApiConfig } from '@yuexin/config';
import { migrate } from '@yuexin/storage';
import type { Logger } from '@yuexin/telemetry';
import { createTestDatabase, testMasterKey, uniquePrefix } from '@yuexin/testkit';
import { composeApi, type Api } from '../src/compose.ts';
import { listen, stopListening } from '../src/listen.ts';
import { adminKey, type Problem } from './support/api-bed.ts';

const database = await createTestDatabase({ isMigrated: false });
afterAll(() => database.drop());

const quiet: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => quiet,
};

const running: { api: Api; giveUp: AbortController }[] = [];

/** Listening, and on its way to be ready. */
async function start(databaseUrl: string) {
  const config = loadApiConfig({
    DATABASE_URL: databaseUrl,
    QUEUE_PREFIX: uniquePrefix('startup'),
    MASTER_KEY: testMasterKey.toString('base64'),
    BOOTSTRAP_ADMIN_KEY: adminKey,
  });
  const api = composeApi({ config, logger: quiet });
  const giveUp = new AbortController();
  running.push({ api, giveUp });
  await listen(api.server, 0);
  // Being told to give up is how the tests end a start that cannot succeed.
  const ready = api.start(giveUp.signal).catch(() => undefined);
  const url = `http://127.0.0.1:${(api.server.address() as AddressInfo).port}`;
  const get = (path: string) =>
    fetch(url + path, { headers: { authorization: `Bearer ${adminKey}` } });
  return { api, ready, get };
}

async function stop(api: Api): Promise<void> {
  const closed = stopListening(api.server);
  await api.drain();
  await closed;
  await api.close();
}

afterEach(async () => {
  for (const { api, giveUp } of running.splice(0)) {
    giveUp.abort();
    await stop(api);
  }
});

describe('started before what it needs', () => {
  test('when PostgreSQL is not there, then it lives, is not ready, and says why without a password', async () => {
    const { get } = await start('postgres://yuexin:hidden-password@127.0.0.1:1/yuexin');
    expect((await get('/livez')).status).toBe(200);
    expect((await get('/docs')).status).toBe(200);
    const ready = await get('/readyz');
    const problem = (await ready.json()) as Problem;
    expect([ready.status, problem.code]).toEqual([503, 'unavailable']);
    expect(problem.detail).toContain('127.0.0.1:1');
    expect(problem.detail).not.toContain('hidden-password');
    const call = await get('/v1/pushes');
    expect([call.status, Number(call.headers.get('retry-after')) > 0]).toEqual([503, true]);
  });

  test('when the migration comes later, then it waits for it and then works', async () => {
    const { get, ready } = await start(database.url);
    const before = await get('/readyz');
    expect(before.status).toBe(503);
    expect(((await before.json()) as Problem).detail).toMatch(/migrat/i);
    expect((await get('/v1/pushes')).status).toBe(503);
    await migrate({ databaseUrl: database.url, logger: quiet });
    await ready;
    expect((await get('/readyz')).status).toBe(200);
    expect((await get('/v1/pushes')).status).toBe(200);
  });
});

test('when the port is taken, then one sentence says so', async () => {
  const { api } = await start('postgres://yuexin@127.0.0.1:1/yuexin');
  const { port } = api.server.address() as AddressInfo;
  const second = composeApi({
    config: loadApiConfig({
      DATABASE_URL: 'postgres://yuexin@127.0.0.1:1/yuexin',
      MASTER_KEY: testMasterKey.toString('base64'),
    }),
    logger: quiet,
  });
  await expect(listen(second.server, port)).rejects.toThrow(`Port ${port} is taken`);
  await second.close();
});
