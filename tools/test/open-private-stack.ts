import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase, uniquePrefix, watchAnswers } from '@yuexin/testkit';
import {
  startChildService,
  waitUntilReady,
  type ChildService,
} from '../src/local-stack/child-service.ts';
import { loadLocalSecrets } from '../src/local-stack/local-secrets.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { startStack, type Stack } from '../src/local-stack/start-stack.ts';

/** Every queue engine this run can test on; PostgreSQL always, Redis when there is one. */
export const engines: readonly { engine: string; queueUrl: string | null }[] = [
  { engine: 'postgres', queueUrl: null },
  ...(process.env.TEST_REDIS_URL
    ? [{ engine: 'redis', queueUrl: process.env.TEST_REDIS_URL }]
    : []),
];

export type PrivateStack = {
  stack: Stack;
  /** One more api on the same database and queues; resolves to its address when it is ready. */
  startAnotherApi(): Promise<string>;
  /** The api goes, and another comes at the same address; `meanwhile` runs while there is none. */
  replaceApi(meanwhile: () => Promise<void>): Promise<void>;
  /** What a service has logged so far. */
  linesOf(service: 'api' | 'worker' | 'simulator'): string[];
  /** Throws when an answer that `fetch` of the test got was not as the api documents it. */
  close(): Promise<void>;
};

/** api, worker and simulator as they ship, on a database and a queue prefix of their own. */
export async function openPrivateStack(options: {
  queueUrl: string | null;
  env?: Record<string, string>;
}): Promise<PrivateStack> {
  const database = await createTestDatabase({ isMigrated: false });
  const dataRoot = makeScratch('yuexin-stack-');
  const env = { QUEUE_PREFIX: uniquePrefix(), ...options.env };
  const { queueUrl } = options;
  const stack = await startStack({
    root: repoRoot,
    dataRoot,
    ports: { api: await freePort(), worker: await freePort(), simulator: await freePort() },
    databaseUrl: database.url,
    ...(queueUrl !== null && { queueUrl }),
    env,
  });
  stack.failed.catch(() => {
    // A test that kills a service says so itself.
  });
  const answers = watchAnswers(() => stack.apiUrl);
  const others: ChildService[] = [];
  const startApi = async (port: number): Promise<string> => {
    const { masterKey, adminKey } = loadLocalSecrets(dataRoot);
    const api = startChildService({
      name: `api-${String(port)}`,
      entry: path.join(repoRoot, 'services/api/dist/main.js'),
      env: {
        ...{ DATABASE_URL: database.url, ...(queueUrl !== null && { QUEUE_URL: queueUrl }) },
        ...{ MASTER_KEY: masterKey, BOOTSTRAP_ADMIN_KEY: adminKey, API_PORT: String(port) },
        ...{ WECHAT_API_BASE_URL: stack.simulatorUrl, PUBLIC_URL: stack.apiUrl, ...env },
      },
      logDir: path.join(dataRoot, 'logs'),
    });
    others.push(api);
    const url = `http://127.0.0.1:${String(port)}`;
    await waitUntilReady({ service: api, url: `${url}/readyz`, limitMs: 60_000 });
    return url;
  };
  return {
    stack,
    startAnotherApi: async () => startApi(await freePort()),
    async replaceApi(meanwhile) {
      const port = Number(new URL(stack.apiUrl).port);
      const names = ['api', `api-${String(port)}`];
      const standing = [...stack.services, ...others].filter(({ name }) => names.includes(name));
      await standing.at(-1)?.stop();
      await meanwhile();
      await startApi(port);
    },
    linesOf: (service) =>
      readFileSync(path.join(dataRoot, 'logs', `${service}.log`), 'utf8').split('\n'),
    async close() {
      answers.stop();
      await Promise.all(others.map((service) => service.stop()));
      await stack.stop();
      rmSync(dataRoot, { recursive: true, force: true });
      await database.drop();
      const faults = answers.takeFaults();
      if (faults.length > 0)
        throw new Error(`Answers that are not as documented:\n${faults.join('\n')}`);
    },
  };
}
