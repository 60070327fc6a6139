import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import pg from 'pg';
import { callJson } from '../../local-stack/call-json.ts';
import {
  startChildService,
  waitUntilReady,
  type ChildService,
} from '../../local-stack/child-service.ts';
import { freePort } from '../../local-stack/ports.ts';
import { repoRoot } from '../../local-stack/repo-root.ts';
import type { CaseStage } from '../bench-case.ts';
import type { EventTarget } from '../upstream/post-events.ts';
import { createApps } from './create-apps.ts';

/** Yuexin as it ships, on a database and a queue of its own. */
export type Yuexin = {
  apiUrl: string;
  sql: pg.Pool;
  adminKey: string;
  callerKey: string;
  appIds: readonly [string, ...string[]];
  /** Where WeChat posts its events. */
  events: EventTarget;
  api: ChildService;
  workers: readonly ChildService[];
  startWorker: () => Promise<void>;
  stopWorkers: () => Promise<void>;
  /** A key of a caller of its own, for pushes and grants. */
  createKey(name: string): Promise<string>;
  stop: () => Promise<void>;
};

export type YuexinOptions = {
  /** Short; names the database, the queue prefix and the logs. */
  name: string;
  queue?: 'redis' | 'postgres';
  workers?: number;
  apps?: number;
  env?: Readonly<Record<string, string>>;
};

const READY_LIMIT_MS = 60_000;
const MESSAGE_TOKEN = 'benchtoken';

export async function openYuexin(stage: CaseStage, options: YuexinOptions): Promise<Yuexin> {
  const { servers } = stage;
  const databaseUrl = await servers.createDatabase(`yuexin_${options.name}`);
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  sql.on('error', () => undefined);
  const services: ChildService[] = [];
  const stop = async (): Promise<void> => {
    for (const service of services.splice(0).reverse()) await service.stop();
    await sql.end();
    await servers.dropDatabase(`yuexin_${options.name}`);
  };
  try {
    const apiPort = await freePort();
    const adminKey = `yx_admin_${randomBytes(24).toString('base64url')}`;
    const env = environment({ stage, options, databaseUrl, apiPort, adminKey });
    const start = createStarter({ stage, options, services, env });
    await migrate(start('migrate', 'tools/dist/migrate.js'));
    const apiUrl = `http://127.0.0.1:${String(apiPort)}`;
    const api = start('api', 'services/api/dist/main.js');
    await waitUntilReady({ service: api, url: `${apiUrl}/readyz`, limitMs: READY_LIMIT_MS });
    const appIds = await createApps({
      ...{ apiUrl, adminKey, messageToken: MESSAGE_TOKEN },
      count: options.apps ?? 1,
    });
    const workers: ChildService[] = [];
    const yuexin: Yuexin = {
      ...{ apiUrl, sql, adminKey, appIds, api, workers, stop },
      callerKey: await createKey({ apiUrl, adminKey, name: 'bench' }),
      events: { url: `${apiUrl}/v1/wechat/{appId}/events`, messageToken: MESSAGE_TOKEN },
      createKey: (name) => createKey({ apiUrl, adminKey, name }),
      async startWorker() {
        const port = await freePort();
        const name = `worker-${String(workers.length + 1)}`;
        const entry = 'services/worker/dist/main.js';
        const service = start(name, entry, { WORKER_PORT: String(port) });
        workers.push(service);
        const url = `http://127.0.0.1:${String(port)}/readyz`;
        await waitUntilReady({ service, url, limitMs: READY_LIMIT_MS });
      },
      async stopWorkers() {
        await Promise.all(workers.splice(0).map((worker) => worker.stop()));
      },
    };
    for (let number = 0; number < (options.workers ?? 1); number += 1) await yuexin.startWorker();
    return yuexin;
  } catch (error) {
    await stop();
    throw error;
  }
}

type Start = (name: string, entry: string, more?: Record<string, string>) => ChildService;

function createStarter(input: {
  stage: CaseStage;
  options: YuexinOptions;
  services: ChildService[];
  env: Record<string, string>;
}): Start {
  const { stage, options, services, env } = input;
  return (name, entry, more = {}) => {
    const service = startChildService({
      name: `${options.name}-${name}`,
      entry: path.join(repoRoot, entry),
      env: { ...env, ...more },
      logDir: stage.folder,
      ...(stage.isProfiled && {
        nodeArgs: [
          '--cpu-prof',
          `--cpu-prof-name=${options.name}-${name}.cpuprofile`,
          `--cpu-prof-dir=${path.join(stage.folder, 'profiles')}`,
        ],
      }),
    });
    services.push(service);
    return service;
  };
}

function environment(input: {
  stage: CaseStage;
  options: YuexinOptions;
  databaseUrl: string;
  apiPort: number;
  adminKey: string;
}): Record<string, string> {
  const { stage, options, databaseUrl, apiPort } = input;
  return {
    DATABASE_URL: databaseUrl,
    ...(options.queue !== 'postgres' && { QUEUE_URL: stage.servers.redisUrl }),
    QUEUE_PREFIX: options.name,
    MASTER_KEY: randomBytes(32).toString('base64'),
    BOOTSTRAP_ADMIN_KEY: input.adminKey,
    API_PORT: String(apiPort),
    WECHAT_API_BASE_URL: stage.servers.upstream.url,
    PUBLIC_URL: `http://127.0.0.1:${String(apiPort)}`,
    ...options.env,
  };
}

async function migrate(service: ChildService): Promise<void> {
  const { code } = await service.ended;
  if (code === 0) return;
  throw new AppError('unavailable', { message: `The migrations failed; see ${service.name}.log.` });
}

async function createKey(input: {
  apiUrl: string;
  adminKey: string;
  name: string;
}): Promise<string> {
  const scopes = ['push:write', 'push:read', 'grant:read', 'grant:write'];
  const made = await callJson<{ key: string }>(`${input.apiUrl}/v1/api-keys`, {
    key: input.adminKey,
    body: { name: input.name, scopes },
  });
  return made.key;
}
