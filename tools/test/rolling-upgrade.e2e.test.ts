import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createTestDatabase, eventually, uniquePrefix, type TestDatabase } from '@yuexin/testkit';
import { auditRun } from '../src/chaos/audit/audit-run.ts';
import { readAuditFacts } from '../src/chaos/audit/read-audit-facts.ts';
import { createLoadParties, type LoadParties } from '../src/chaos/create-load-parties.ts';
import { mainApp } from '../src/chaos/plan/chaos-apps.ts';
import { seedWechat, seedYuexin, type Person } from '../src/chaos/stack/seed-chaos-apps.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import {
  startChildService,
  waitUntilReady,
  type ChildService,
} from '../src/local-stack/child-service.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { openBalancer, type Balancer } from './open-balancer.ts';

jest.setTimeout(300_000);

const entries = { api: 'api', worker: 'worker', simulator: 'wechat-simulator' } as const;
const adminKey = 'k'.repeat(40);
const PEOPLE = 60;
const CLIENTS = 3;

let database: TestDatabase;
let balancer: Balancer;
let simulatorUrl: string;
let env: Record<string, string>;
const scratch = makeScratch('yuexin-roll-');
const running = new Set<ChildService>();

/** A service on a port of its own; resolves when it is ready. */
async function start(kind: keyof typeof entries): Promise<{ service: ChildService; url: string }> {
  const port = await freePort();
  const name = `${kind}-${String(port)}`;
  const service = startChildService({
    name,
    entry: path.join(repoRoot, `services/${entries[kind]}/dist/main.js`),
    env: { ...env, [`${kind.toUpperCase()}_PORT`]: String(port) },
    logDir: path.join(scratch, 'logs'),
  });
  running.add(service);
  const url = `http://127.0.0.1:${String(port)}`;
  const probe = kind === 'simulator' ? 'livez' : 'readyz';
  await waitUntilReady({ service, url: `${url}/${probe}`, limitMs: 120_000 });
  return { service, url };
}

/** Its replacement is there before it is asked to leave, as with `maxUnavailable: 0`. */
async function replace(kind: 'api' | 'worker', old: ChildService): Promise<ChildService> {
  const { service, url } = await start(kind);
  if (kind === 'api') balancer.add(url);
  old.kill('SIGTERM');
  // By itself: a shutdown that is late says so by its exit code, and one that hangs ends the test.
  expect([old.name, await old.ended]).toEqual([old.name, { code: 0, signal: null }]);
  running.delete(old);
  return service;
}

/** One "allow" and one push after the other, each by somebody else, until it is told to end. */
async function visit(input: { parties: LoadParties; client: number; ending: AbortSignal }) {
  const { parties, client, ending } = input;
  const templateId = mainApp.templateIds[0] ?? '';
  for (let turn = 0; !ending.aborted; turn += 1) {
    const user = (client + turn * CLIENTS) % PEOPLE;
    const id = `r-${String(client)}-${String(turn)}`;
    const who = { app: mainApp, user };
    const allow = { templateIds: [templateId], isSilent: false, reports: 1 as const };
    await parties.miniProgram.tap({ ...who, ...allow, id });
    await parties.caller.push({
      ...who,
      ...{ tag: id, templateId, address: 'openid', priority: null, onNoGrant: null },
      ...{ onUnconfirmed: null, ttlSeconds: null, sendAfterMs: null },
      ...{ isAskedTwice: false, cancelAfterMs: null },
    });
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  const port = String(await freePort());
  simulatorUrl = `http://127.0.0.1:${port}`;
  env = {
    DATABASE_URL: database.url,
    ...(process.env.TEST_REDIS_URL && { QUEUE_URL: process.env.TEST_REDIS_URL }),
    QUEUE_PREFIX: uniquePrefix(),
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    BOOTSTRAP_ADMIN_KEY: adminKey,
    WECHAT_API_BASE_URL: simulatorUrl,
    SHUTDOWN_DELAY_MS: '3000',
  };
});
afterAll(async () => {
  await balancer.close();
  await Promise.all([...running].map((service) => service.stop()));
  rmSync(scratch, { recursive: true, force: true });
  await database.drop();
});

test('when every api and worker is replaced under load, then no request fails, nothing is lost and nothing is sent twice', async () => {
  ({ url: simulatorUrl } = await start('simulator'));
  env.WECHAT_API_BASE_URL = simulatorUrl;
  const apis = [await start('api'), await start('api')];
  const workers = [await start('worker'), await start('worker')];
  balancer = await openBalancer(apis.map(({ url }) => url));
  const apiUrl = balancer.url;
  const people: Person[] = await seedWechat({
    simulatorUrl,
    eventUrl: (app) => `${apiUrl}/v1/wechat/${app.appId}/events`,
    users: PEOPLE,
    seed: 1,
  });
  await seedYuexin({ apiUrl, adminKey });
  const scopes = ['push:write', 'push:read', 'grant:read', 'grant:write', 'template:read'];
  const { key: callerKey } = await callJson<{ key: string }>(`${apiUrl}/v1/api-keys`, {
    key: adminKey,
    body: { name: 'caller', scopes },
  });
  const giveUp = new AbortController();
  const parties = createLoadParties({
    stack: { apiUrl, simulatorUrl, callerKey },
    ...{ people, seed: 1, giveUp: giveUp.signal },
  });
  for (let user = 0; user < PEOPLE; user += 1) await parties.miniProgram.logIn(mainApp, user);

  const ending = new AbortController();
  const visits = Array.from({ length: CLIENTS }, (_, client) =>
    visit({ parties, client, ending: ending.signal }),
  );
  const acceptedNow = (): number => parties.record.accepted().length;
  const flows = async (): Promise<void> => {
    const before = acceptedNow();
    await eventually(() => expect(acceptedNow()).toBeGreaterThan(before + 5), {
      timeoutMs: 60_000,
    });
  };
  try {
    for (const [kind, olds] of [
      ['worker', workers],
      ['api', apis],
    ] as const) {
      for (const { service } of olds) {
        await flows();
        await replace(kind, service);
      }
    }
    await flows();
  } finally {
    ending.abort();
    await Promise.all(visits);
  }

  expect(balancer.failures).toEqual([]);
  const facts = () =>
    readAuditFacts({ databaseUrl: database.url, simulatorUrl, people, record: parties.record });
  await eventually(
    async () => {
      const { pushes, sends } = await facts();
      expect(pushes.filter(({ state }) => state !== 'sent')).toEqual([]);
      expect(new Set(sends.map(({ tag }) => tag)).size).toBe(acceptedNow());
    },
    { timeoutMs: 60_000 },
  );
  const findings = auditRun(await facts(), true).lines.flatMap(({ name, findings: found }) =>
    found.map(({ subject, says }) => `${name}: ${subject}: ${says}`),
  );
  expect(findings).toEqual([]);
});
