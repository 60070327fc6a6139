import { rmSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase, eventually, uniquePrefix, type TestDatabase } from '@yuexin/testkit';
import { auditRun } from '../../src/chaos/audit/audit-run.ts';
import { readAuditFacts } from '../../src/chaos/audit/read-audit-facts.ts';
import { createLoadParties, type LoadParties } from '../../src/chaos/create-load-parties.ts';
import { mainApp } from '../../src/chaos/plan/chaos-apps.ts';
import { seedWechat, seedYuexin, type Person } from '../../src/chaos/stack/seed-chaos-apps.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import {
  startChildService,
  waitUntilReady,
  type ChildService,
} from '../../src/local-stack/child-service.ts';
import { makeScratch } from '../../src/local-stack/make-scratch.ts';
import { freePort } from '../../src/local-stack/ports.ts';
import { repoRoot } from '../../src/local-stack/repo-root.ts';
import { openBalancer, type Balancer } from '../open-balancer.ts';

export type RollingStack = {
  database: TestDatabase;
  /** Of the balancer before both apis. */
  apiUrl: string;
  simulatorUrl: string;
  callerKey: string;
  parties: LoadParties;
  people: readonly Person[];
  /** What the balancer's callers would have seen as a 502. */
  failures: readonly string[];
  /** Both workers, then both apis, one by one: the replacement is there before the old one is asked to leave, and pushes are accepted before each. */
  replaceAll(env?: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves when several pushes more were accepted. */
  flows(): Promise<void>;
  /** A command of tools/ as it ships, in the environment of the services; resolves to its exit code. */
  runCommand(name: string, env?: Readonly<Record<string, string>>): Promise<number | null>;
  /** Waits until every accepted push was sent once; resolves to what the audit of both ledgers has to say. */
  audit(): Promise<string[]>;
  close(): Promise<void>;
};

const entries = { api: 'api', worker: 'worker', simulator: 'wechat-simulator' } as const;
type Kind = keyof typeof entries;
const adminKey = 'k'.repeat(40);

/** Two apis behind a balancer, two workers, a simulator, as they ship, and so many people with a phone each. Logins are the test's. */
export async function openRollingStack(options: {
  people: number;
  env?: Readonly<Record<string, string>>;
}): Promise<RollingStack> {
  const database = await createTestDatabase();
  const scratch = makeScratch('yuexin-roll-');
  const services = createServices({ logDir: path.join(scratch, 'logs') });
  services.set({
    DATABASE_URL: database.url,
    ...(process.env.TEST_REDIS_URL && { QUEUE_URL: process.env.TEST_REDIS_URL }),
    QUEUE_PREFIX: uniquePrefix(),
    MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
    BOOTSTRAP_ADMIN_KEY: adminKey,
    SHUTDOWN_DELAY_MS: '3000',
    ...options.env,
  });
  const { url: simulatorUrl } = await services.start('simulator');
  services.set({ WECHAT_API_BASE_URL: simulatorUrl });
  const standing = {
    worker: [await services.start('worker'), await services.start('worker')],
    api: [await services.start('api'), await services.start('api')],
  };
  const balancer = await openBalancer(standing.api.map(({ url }) => url));
  const giveUp = new AbortController();
  const people = await seed({ balancer, simulatorUrl, users: options.people });
  const callerKey = await makeCaller(balancer.url);
  const stack = { apiUrl: balancer.url, simulatorUrl, callerKey };
  const parties = createLoadParties({ stack, people, seed: 1, giveUp: giveUp.signal });
  const { record } = parties;
  const flows = async (): Promise<void> => {
    const before = record.accepted().length;
    const isFurther = () => record.accepted().length > before + 5;
    await eventually(isFurther, { timeoutMs: 60_000 });
  };
  return {
    ...{ ...stack, database, parties, people, flows },
    failures: balancer.failures,
    runCommand: (name, env) => services.runCommand(name, env),
    async replaceAll(env = {}) {
      services.set(env);
      for (const kind of ['worker', 'api'] as const) {
        for (const [place, { service }] of standing[kind].entries()) {
          await flows();
          const next = await services.start(kind);
          if (kind === 'api') balancer.add(next.url);
          await services.leave(service);
          standing[kind][place] = next;
        }
      }
    },
    async audit() {
      const facts = () =>
        readAuditFacts({ databaseUrl: database.url, simulatorUrl, people, record });
      await eventually(
        async () => {
          const { pushes, sends } = await facts();
          const isSentOnce = new Set(sends.map(({ tag }) => tag)).size === record.accepted().length;
          return isSentOnce && pushes.every(({ state }) => state === 'sent');
        },
        { timeoutMs: 60_000 },
      );
      return auditRun(await facts(), true).lines.flatMap(({ name, findings }) =>
        findings.map(({ subject, says }) => `${name}: ${subject}: ${says}`),
      );
    },
    async close() {
      giveUp.abort();
      await balancer.close();
      await services.stopAll();
      rmSync(scratch, { recursive: true, force: true });
      await database.drop();
    },
  };
}

function createServices(input: { logDir: string }) {
  const env: Record<string, string> = {};
  const running = new Set<ChildService>();
  return {
    set(more: Readonly<Record<string, string>>): void {
      Object.assign(env, more);
    },
    /** On a port of its own; resolves when it is ready. */
    async start(kind: Kind): Promise<{ service: ChildService; url: string }> {
      const port = await freePort();
      const service = startChildService({
        name: `${kind}-${String(port)}`,
        entry: path.join(repoRoot, `services/${entries[kind]}/dist/main.js`),
        env: { ...env, [`${kind.toUpperCase()}_PORT`]: String(port) },
        logDir: input.logDir,
      });
      running.add(service);
      const url = `http://127.0.0.1:${String(port)}`;
      const probe = kind === 'simulator' ? 'livez' : 'readyz';
      await waitUntilReady({ service, url: `${url}/${probe}`, limitMs: 120_000 });
      return { service, url };
    },
    /** By itself: a shutdown that is late says so by its exit code, and one that hangs ends the test. */
    async leave(service: ChildService): Promise<void> {
      service.kill('SIGTERM');
      const { code, signal } = await service.ended;
      running.delete(service);
      if (code !== 0) throw new Error(`${service.name} left with ${String(code ?? signal)}.`);
    },
    async runCommand(name: string, more: Readonly<Record<string, string>> = {}) {
      const entry = path.join(repoRoot, `tools/dist/${name}.js`);
      const command = startChildService({
        ...{ name, entry, env: { ...env, ...more }, logDir: input.logDir },
      });
      running.add(command);
      const { code } = await command.ended;
      running.delete(command);
      return code;
    },
    async stopAll(): Promise<void> {
      await Promise.all([...running].map((service) => service.stop()));
    },
  };
}

async function seed(input: {
  balancer: Balancer;
  simulatorUrl: string;
  users: number;
}): Promise<Person[]> {
  const { simulatorUrl, users } = input;
  const apiUrl = input.balancer.url;
  const people = await seedWechat({
    simulatorUrl,
    eventUrl: (app) => `${apiUrl}/v1/wechat/${app.appId}/events`,
    ...{ users, seed: 1 },
  });
  await seedYuexin({ apiUrl, adminKey });
  return people;
}

async function makeCaller(apiUrl: string): Promise<string> {
  const scopes = ['push:write', 'push:read', 'grant:read', 'grant:write', 'template:read'];
  const { key } = await callJson<{ key: string }>(`${apiUrl}/v1/api-keys`, {
    key: adminKey,
    body: { name: 'caller', scopes },
  });
  return key;
}

/** One "allow" and one push after the other, each by somebody else, until it is told to end. */
export async function visitInTurn(
  { parties, people }: Pick<RollingStack, 'parties' | 'people'>,
  input: {
    client: number;
    clients: number;
    ending: AbortSignal;
    /** Who comes logs in first, and is written to by phone number. */
    isNewcomer?: boolean;
  },
): Promise<void> {
  const { client, clients, ending, isNewcomer = false } = input;
  const templateId = mainApp.templateIds[0] ?? '';
  for (let turn = 0; !ending.aborted; turn += 1) {
    const user = (client + turn * clients) % people.length;
    const id = `r-${String(client)}-${String(turn)}`;
    const who = { app: mainApp, user };
    const allow = { templateIds: [templateId], isSilent: false, reports: 1 as const };
    if (isNewcomer) await parties.miniProgram.logIn(mainApp, user);
    await parties.miniProgram.tap({ ...who, ...allow, id });
    await parties.caller.push({
      ...who,
      ...{ tag: id, templateId, address: isNewcomer ? 'phone' : 'openid', priority: null },
      ...{ onNoGrant: null, onUnconfirmed: null, ttlSeconds: null, sendAfterMs: null },
      ...{ isAskedTwice: false, cancelAfterMs: null },
    });
  }
}
