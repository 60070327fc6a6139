import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import {
  openEmbeddedPostgres,
  type RunningPostgres,
} from '../embedded-postgres/open-embedded-postgres.ts';
import { startChildService, waitUntilReady, type ChildService } from './child-service.ts';
import { loadLocalSecrets, saveLocalSecrets, type LocalSecrets } from './local-secrets.ts';
import { freePort } from './ports.ts';
import { callJson } from './call-json.ts';

export type StackPorts = { api: number; worker: number; simulator: number };

export type Stack = {
  apiUrl: string;
  workerUrl: string;
  simulatorUrl: string;
  databaseUrl: string;
  adminKey: string;
  callerKey: string;
  services: readonly ChildService[];
  /** Rejects when a service ends that nobody asked to end. */
  failed: Promise<never>;
  /** Drains and stops everything, PostgreSQL last. May be called twice. */
  stop(): Promise<void>;
};

export type StackOptions = {
  /** The clone's root: services/…/dist below it are what is started. */
  root: string;
  dataRoot: string;
  ports: StackPorts;
  /** A PostgreSQL of the caller's own; without it the embedded one is started. */
  databaseUrl?: string;
  queueUrl?: string;
  /** More environment for api, worker and simulator. */
  env?: Readonly<Record<string, string>>;
  say?: (message: string) => void;
  onLine?: (service: string, line: string) => void;
};

const READY_LIMIT_MS = 60_000;
const DATABASE = 'yuexin';

/** Everything on this machine: PostgreSQL, migrations, api, worker, simulator. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const secrets = loadLocalSecrets(options.dataRoot);
  const running: ChildService[] = [];
  let postgres: RunningPostgres | null = null;
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopping ??= stopInOrder(running, () => postgres));
  try {
    postgres = await openPostgres(options, secrets);
    const databaseUrl = postgres ? postgres.url : (options.databaseUrl ?? '');
    const start = createStarter({
      options,
      running,
      env: stackEnv({ options, secrets, databaseUrl }),
    });
    const callerKey = await startServices({ options, secrets, start, running });
    return {
      ...urlsOf(options.ports),
      databaseUrl,
      adminKey: secrets.adminKey,
      callerKey,
      services: running,
      failed: watch({ services: running, postgres, isStopping: () => stopping !== null }),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Starter = (name: string, entry: string, more?: Record<string, string>) => ChildService;

function createStarter(input: {
  options: StackOptions;
  running: ChildService[];
  env: Record<string, string>;
}): Starter {
  const { options, running, env } = input;
  return (name, entry, more = {}) => {
    const service = startChildService({
      name,
      entry: path.join(options.root, entry),
      env: { ...env, ...more },
      logDir: path.join(options.dataRoot, 'logs'),
      onLine: (line) => options.onLine?.(name, line),
    });
    running.push(service);
    return service;
  };
}

/** Brings all services up and resolves to the caller's API key, which the phone page shows. */
async function startServices(input: {
  options: StackOptions;
  secrets: LocalSecrets;
  start: Starter;
  running: ChildService[];
}): Promise<string> {
  const { options, secrets, start, running } = input;
  const { apiUrl, workerUrl, simulatorUrl } = urlsOf(options.ports);
  const limitMs = READY_LIMIT_MS;
  options.say?.('Bringing the tables up to date …');
  await runMigrations(start('migrate', 'tools/dist/migrate.js'), running);
  options.say?.('Starting api, worker and the WeChat simulator …');
  const api = start('api', 'services/api/dist/main.js');
  await waitUntilReady({ service: api, url: `${apiUrl}/readyz`, limitMs });
  const callerKey = await ensureCallerKey({ apiUrl, secrets, dataRoot: options.dataRoot });
  const simulator = start('simulator', 'services/wechat-simulator/dist/main.js', {
    SIMULATOR_PHONE_API_URL: apiUrl,
    SIMULATOR_PHONE_API_KEY: callerKey,
  });
  await waitUntilReady({ service: simulator, url: `${simulatorUrl}/livez`, limitMs });
  // After WeChat's stand-in, which it calls at once.
  const worker = start('worker', 'services/worker/dist/main.js');
  await waitUntilReady({ service: worker, url: `${workerUrl}/readyz`, limitMs });
  return callerKey;
}

function urlsOf(ports: StackPorts): Pick<Stack, 'apiUrl' | 'workerUrl' | 'simulatorUrl'> {
  return {
    apiUrl: `http://127.0.0.1:${String(ports.api)}`,
    workerUrl: `http://127.0.0.1:${String(ports.worker)}`,
    simulatorUrl: `http://127.0.0.1:${String(ports.simulator)}`,
  };
}

async function openPostgres(
  options: StackOptions,
  secrets: LocalSecrets,
): Promise<RunningPostgres | null> {
  if (options.databaseUrl !== undefined) return null;
  options.say?.('Starting PostgreSQL …');
  return openEmbeddedPostgres({
    dataRoot: options.dataRoot,
    port: await freePort(),
    password: secrets.postgresPassword,
    database: DATABASE,
    ...(options.say && { say: options.say }),
  });
}

function stackEnv(input: {
  options: StackOptions;
  secrets: LocalSecrets;
  databaseUrl: string;
}): Record<string, string> {
  const { options, secrets, databaseUrl } = input;
  const { apiUrl, simulatorUrl } = urlsOf(options.ports);
  mkdirSync(options.dataRoot, { recursive: true });
  return {
    DATABASE_URL: databaseUrl,
    ...(options.queueUrl !== undefined && { QUEUE_URL: options.queueUrl }),
    MASTER_KEY: secrets.masterKey,
    BOOTSTRAP_ADMIN_KEY: secrets.adminKey,
    API_PORT: String(options.ports.api),
    WORKER_PORT: String(options.ports.worker),
    SIMULATOR_PORT: String(options.ports.simulator),
    WECHAT_API_BASE_URL: simulatorUrl,
    PUBLIC_URL: apiUrl,
    WEBHOOK_ALLOW_PRIVATE: 'true',
    LOG_FORMAT: 'json',
    SIMULATOR_STATE_FILE: path.join(options.dataRoot, 'simulator.json'),
    ...options.env,
  };
}

async function runMigrations(migrate: ChildService, running: ChildService[]): Promise<void> {
  const { code } = await migrate.ended;
  running.splice(running.indexOf(migrate), 1);
  if (code === 0) return;
  throw new AppError('unavailable', { message: 'The migrations failed; the lines above say why.' });
}

async function ensureCallerKey(input: {
  apiUrl: string;
  secrets: LocalSecrets;
  dataRoot: string;
}): Promise<string> {
  const { apiUrl, secrets, dataRoot } = input;
  if (secrets.callerKey !== undefined && (await isKnown(apiUrl, secrets.callerKey))) {
    return secrets.callerKey;
  }
  const made = await callJson<{ key: string }>(`${apiUrl}/v1/api-keys`, {
    key: secrets.adminKey,
    body: {
      name: 'demo caller',
      scopes: ['push:write', 'push:read', 'grant:read', 'grant:write', 'template:read'],
    },
  });
  saveLocalSecrets(dataRoot, { ...secrets, callerKey: made.key });
  return made.key;
}

/** Another DATABASE_URL, or data made anew, knows nothing of the key that was kept. */
async function isKnown(apiUrl: string, key: string): Promise<boolean> {
  const answer = await fetch(`${apiUrl}/v1/pushes?limit=1`, {
    headers: { authorization: `Bearer ${key}` },
  });
  return answer.status !== 401;
}

async function watch(input: {
  services: readonly ChildService[];
  postgres: RunningPostgres | null;
  isStopping: () => boolean;
}): Promise<never> {
  const { services, postgres, isStopping } = input;
  return new Promise((_, reject) => {
    const fail = (what: string): void => {
      if (!isStopping()) reject(new AppError('unavailable', { message: what }));
    };
    void postgres?.ended.then(() => fail('PostgreSQL ended by itself; see postgres.log.'));
    for (const service of services) {
      void service.ended.then(({ code, signal }) =>
        fail(`${service.name} ended by itself (${signal ?? `exit code ${String(code)}`}).`),
      );
    }
  });
}

/** Takes nothing new (api), finishes what is in hand (worker), then the simulator, PostgreSQL last. */
async function stopInOrder(
  running: readonly ChildService[],
  postgres: () => RunningPostgres | null,
): Promise<void> {
  for (const name of ['migrate', 'api', 'worker', 'simulator']) {
    await Promise.all(running.filter((service) => service.name === name).map((s) => s.stop()));
  }
  await postgres()?.stop();
}
