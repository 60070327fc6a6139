import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, jest } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { mainApp } from '../src/chaos/plan/chaos-apps.ts';
import { seedWechat, seedYuexin } from '../src/chaos/stack/seed-chaos-apps.ts';
import { startArchivingPostgres } from '../src/local-stack/archiving-postgres.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import {
  startChildService,
  waitUntilReady,
  type ChildService,
} from '../src/local-stack/child-service.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { createRedisProcess } from '../src/local-stack/redis-process.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { testWithRedis } from './test-with-redis.ts';

jest.setTimeout(300_000);

const key = 'k'.repeat(40);
const { appId } = mainApp;
const templateId = mainApp.templateIds[0] ?? '';
const closers: (() => Promise<unknown>)[] = [];
const scratch = makeScratch('yuexin-restore-');
afterAll(async () => {
  for (const close of closers.reverse()) await close();
  rmSync(scratch, { recursive: true, force: true });
});

type Push = { id: string; state: string; data: object };

async function openStack() {
  const postgres = await startArchivingPostgres({ dataRoot: scratch, port: await freePort() });
  closers.push(() => postgres.stop());
  const redis = createRedisProcess({ port: await freePort(), folder: scratch });
  await redis.start();
  closers.push(() => redis.close());
  const ports = { API: await freePort(), WORKER: await freePort(), SIMULATOR: await freePort() };
  const urlOf = (name: keyof typeof ports) => `http://127.0.0.1:${String(ports[name])}`;
  const env = {
    ...{ DATABASE_URL: postgres.url, QUEUE_URL: redis.url, BOOTSTRAP_ADMIN_KEY: key },
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    ...{ WECHAT_API_BASE_URL: urlOf('SIMULATOR'), RECONCILE_WINDOW_MS: '1000' },
    ...Object.fromEntries(
      Object.entries(ports).map(([name, port]) => [`${name}_PORT`, String(port)]),
    ),
  };
  const spawn = (name: string, entry: string): ChildService =>
    startChildService({ ...{ name, env }, entry: path.join(repoRoot, entry), logDir: scratch });
  const start = async (name: keyof typeof ports, folder = name.toLowerCase()) => {
    const service = spawn(folder, `services/${folder}/dist/main.js`);
    closers.push(() => service.stop());
    const url = `${urlOf(name)}/${name === 'SIMULATOR' ? 'livez' : 'readyz'}`;
    await waitUntilReady({ service, url, limitMs: 120_000 });
    return service;
  };
  expect(await spawn('migrate', 'tools/dist/migrate.js').ended).toMatchObject({ code: 0 });
  await start('SIMULATOR', 'wechat-simulator');
  const running = [await start('API'), await start('WORKER')];
  return { postgres, redis, start, running, api: urlOf('API'), simulator: urlOf('SIMULATOR') };
}

testWithRedis(
  'when PostgreSQL is brought back to an earlier time and Redis is gone, then what may have been sent since waits for a person, and what was accepted since is unknown',
  async () => {
    const { postgres, redis, start, running, api, simulator } = await openStack();
    const [person] = await seedWechat({
      simulatorUrl: simulator,
      eventUrl: () => null,
      users: 1,
      seed: 1,
    });
    await seedYuexin({ apiUrl: api, adminKey: key });
    const openid = person?.openids.get(appId) ?? '';
    const app = `${api}/v1/apps/${appId}`;
    await callJson(`${app}/users`, { key, method: 'PUT', body: { users: [{ openid }] } });

    const allow = async (): Promise<void> => {
      const userId = person?.userIds.get(appId) ?? '';
      const body = { results: { [templateId]: 'accept' }, silent: true };
      await callJson(`${simulator}/_sim/users/${userId}/subscribe`, { body });
      await callJson(`${app}/grants`, {
        key,
        body: { grants: [{ openid, templateId, count: 1 }] },
      });
    };
    const push = (tag: string, idempotencyKey: string = randomUUID()) =>
      callJson<Push>(`${api}/v1/pushes`, {
        key,
        headers: { 'idempotency-key': idempotencyKey },
        body: {
          ...{ appId, templateId, to: { openid } },
          data: { thing1: '广州到上海', character_string2: tag },
        },
      });
    const find = (id: string) => callJson<Push>(`${api}/v1/pushes/${id}`, { key });
    const becomes = (id: string, state: string) =>
      eventually(async () => expect((await find(id)).state).toBe(state), { timeoutMs: 60_000 });
    const shown = async (): Promise<number> => {
      const url = `${simulator}/_sim/messages?openid=${openid}&appId=${appId}`;
      return (await callJson<{ data: unknown[] }>(url)).data.length;
    };

    await allow();
    const before = await push('before');
    await becomes(before.id, 'sent');
    await postgres.backUp();
    await callJson(`${app}/pause`, { key, body: { reason: 'a moment to come back to' } });
    await allow();
    const doubtful = await push('doubtful');
    expect(doubtful.state).toBe('queued');
    const moment = await postgres.now();
    await callJson(`${app}/resume`, { key, body: {} });
    await becomes(doubtful.id, 'sent');
    await allow();
    const later = await push('later', 'key-of-later');
    await becomes(later.id, 'sent');
    expect(await shown()).toBe(3);

    for (const service of running) service.kill('SIGKILL');
    await redis.kill();
    await postgres.restoreTo(moment);
    await redis.start();

    // The api alone: nothing is sent before a person has looked. It was paused at that moment; a restore to any other would be paused now.
    await start('API');
    expect((await find(before.id)).state).toBe('sent');
    await expect(find(later.id)).rejects.toThrow('answered 404');
    await callJson(`${app}/pause`, { key, body: { reason: 'restored' } });
    const open = await callJson<{ data: Push[] }>(`${api}/v1/pushes?appId=${appId}&state=queued`, {
      key,
    });
    expect(open.data.map(({ id }) => id)).toEqual([doubtful.id]);

    // The queue comes back by itself; the pause holds what is on it.
    await start('WORKER');
    await callJson(`${api}/v1/pushes/${doubtful.id}/cancel`, { key, body: {} });
    await callJson(`${app}/resume`, { key, body: {} });

    // Its grant is back in the ledger and gone at WeChat: the next push finds that out, and waits.
    const again = await push('later', 'key-of-later');
    expect(again.id).not.toBe(later.id);
    await becomes(again.id, 'parked');
    expect((await find(doubtful.id)).state).toBe('cancelled');
    expect(await shown()).toBe(3);
    const drift = await callJson<{ data: { voided: number }[] }>(`${app}/grant-drift`, { key });
    expect(JSON.stringify(drift)).toContain(templateId);
    await allow();
    await becomes(again.id, 'sent');
    expect(await shown()).toBe(4);
  },
);
