import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from '@yuexin/errors';
import { callJson } from '../../local-stack/call-json.ts';
import { startChildService } from '../../local-stack/child-service.ts';
import { freePort } from '../../local-stack/ports.ts';
import { repoRoot } from '../../local-stack/repo-root.ts';
import type { ChaosProfile } from '../plan/chaos-profile.ts';
import { openStores } from '../stores/open-stores.ts';
import type { Stores } from '../stores/stores.ts';
import { createRestartableService, type RestartableService } from './restartable-service.ts';

export type ChaosStack = Pick<Stores, 'databaseUrl' | 'redis' | 'postgres' | 'pooler'> & {
  apiUrl: string;
  simulatorUrl: string;
  adminKey: string;
  callerKey: string;
  /** api, the workers and the simulator, by name. */
  service(name: string): RestartableService;
  /** Ends of services that nobody asked for. */
  crashes: readonly string[];
  stop(): Promise<void>;
};

export const READY_LIMIT_MS = 60_000;
const STALL_PRELOAD = path.join(repoRoot, 'tools/dist/stall-on-signal.js');
const entries = {
  api: 'services/api/dist/main.js',
  worker: 'services/worker/dist/main.js',
  simulator: 'services/wechat-simulator/dist/main.js',
} as const;

/** A private stack on free ports, api, three workers and the simulator as they ship, each of which can be hurt. */
export async function openChaosStack(input: {
  profile: ChaosProfile;
  dataRoot: string;
  stallMs: number;
}): Promise<ChaosStack> {
  const { profile, dataRoot } = input;
  const closers: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const stores = await openStores({
      ...{ topology: profile.topology, dataRoot },
      closeLater: (close) => closers.push(close),
    });
    const ports = await drawPorts(profile);
    const adminKey = `yx_admin_${randomBytes(24).toString('base64url')}`;
    const env = environment({ ...input, ports, adminKey, stores });
    await migrate({ env: { ...env, DATABASE_URL: stores.migrationUrl }, dataRoot });
    const crashes: string[] = [];
    const services = createServices({ ...input, ports, env, crashes });
    // Takes nothing new (api), finishes what is in hand (workers), then WeChat's stand-in.
    for (const service of [...services.values()].reverse()) closers.push(() => service.stop());
    await startAll(services);
    const apiUrl = urlOf(ports, 'api');
    return {
      apiUrl,
      simulatorUrl: urlOf(ports, 'simulator'),
      ...stores,
      adminKey,
      callerKey: await makeCallerKey({ apiUrl, adminKey }),
      service: (name) => found(services, name),
      crashes,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = ReadonlyMap<string, number>;

async function drawPorts(profile: ChaosProfile): Promise<Ports> {
  const ports = new Map<string, number>();
  for (const name of ['api', 'simulator', ...profile.workers]) ports.set(name, await freePort());
  return ports;
}

const urlOf = (ports: Ports, name: string): string => `http://127.0.0.1:${String(ports.get(name))}`;

function environment(input: {
  profile: ChaosProfile;
  stallMs: number;
  ports: Ports;
  adminKey: string;
  stores: Stores;
}): Record<string, string> {
  const { profile, ports } = input;
  return {
    ...input.stores.env,
    MASTER_KEY: randomBytes(32).toString('base64'),
    BOOTSTRAP_ADMIN_KEY: input.adminKey,
    API_PORT: String(ports.get('api')),
    SIMULATOR_PORT: String(ports.get('simulator')),
    WECHAT_API_BASE_URL: urlOf(ports, 'simulator'),
    PUBLIC_URL: urlOf(ports, 'api'),
    SEND_TIMEOUT_MS: String(profile.sendTimeoutMs),
    RECONCILE_WINDOW_MS: String(profile.reconcileWindowMs),
    CHAOS_STALL_MS: String(input.stallMs),
    LOG_LEVEL: 'info',
    LOG_FORMAT: 'json',
  };
}

async function migrate(input: { env: Record<string, string>; dataRoot: string }): Promise<void> {
  const child = startChildService({
    name: 'migrate',
    entry: path.join(repoRoot, 'tools/dist/migrate.js'),
    env: input.env,
    logDir: path.join(input.dataRoot, 'logs'),
  });
  const { code } = await child.ended;
  if (code === 0) return;
  throw new AppError('unavailable', { message: 'The migrations failed; see migrate.log.' });
}

function createServices(input: {
  profile: ChaosProfile;
  dataRoot: string;
  ports: Ports;
  env: Record<string, string>;
  crashes: string[];
}): Map<string, RestartableService> {
  const { profile, dataRoot, ports, env, crashes } = input;
  const preload = `--import=${pathToFileURL(STALL_PRELOAD).href}`;
  const make = (name: string, kind: keyof typeof entries): RestartableService =>
    createRestartableService({
      name,
      entry: path.join(repoRoot, entries[kind]),
      env: {
        ...env,
        ...(kind === 'worker' && {
          WORKER_PORT: String(ports.get(name)),
          NODE_OPTIONS: preload,
        }),
      },
      logDir: path.join(dataRoot, 'logs'),
      readyUrl: `${urlOf(ports, name)}/${kind === 'simulator' ? 'livez' : 'readyz'}`,
      onCrash: (what) => crashes.push(what),
    });
  return new Map([
    ['api', make('api', 'api')],
    ...profile.workers.map((name) => [name, make(name, 'worker')] as const),
    ['simulator', make('simulator', 'simulator')],
  ]);
}

async function startAll(services: ReadonlyMap<string, RestartableService>): Promise<void> {
  for (const service of [...services.values()].reverse()) {
    service.start();
    await service.waitReady(READY_LIMIT_MS);
  }
}

function found(
  services: ReadonlyMap<string, RestartableService>,
  name: string,
): RestartableService {
  const service = services.get(name);
  if (service === undefined) throw new Error(`There is no service ${name}.`);
  return service;
}

async function makeCallerKey(input: { apiUrl: string; adminKey: string }): Promise<string> {
  const scopes = ['push:write', 'push:read', 'grant:read', 'grant:write', 'template:read'];
  const made = await callJson<{ key: string }>(`${input.apiUrl}/v1/api-keys`, {
    key: input.adminKey,
    body: { name: 'chaos caller', scopes: [...scopes, 'operator'] },
  });
  return made.key;
}
