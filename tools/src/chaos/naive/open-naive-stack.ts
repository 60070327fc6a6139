import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { freePort } from '../../local-stack/ports.ts';
import { repoRoot } from '../../local-stack/repo-root.ts';
import { chaosApps } from '../plan/chaos-apps.ts';
import type { ChaosPlan } from '../plan/draw-plan.ts';
import { READY_LIMIT_MS } from '../stack/open-chaos-stack.ts';
import { createRedisProcess, type RedisProcess } from '../../local-stack/redis-process.ts';
import { createRestartableService, type RestartableService } from '../stack/restartable-service.ts';

export type NaiveStack = {
  apiUrl: string;
  simulatorUrl: string;
  redis: RedisProcess;
  service(name: string): RestartableService;
  stop(): Promise<void>;
};

const NAIVE = 'tools/bench/peers/naive';
const SIMULATOR = 'services/wechat-simulator/dist/main.js';

/** The naive sender as one api and as many workers as Yuexin has, with a Redis and a WeChat of its own. */
export async function openNaiveStack(input: {
  plan: ChaosPlan;
  dataRoot: string;
}): Promise<NaiveStack> {
  const { plan, dataRoot } = input;
  const redis = createRedisProcess({ port: await freePort(), folder: dataRoot });
  const [apiPort, simulatorPort] = [await freePort(), await freePort()];
  const apiUrl = `http://127.0.0.1:${String(apiPort)}`;
  const simulatorUrl = `http://127.0.0.1:${String(simulatorPort)}`;
  const env = environment({ plan, redis, simulatorUrl, apiPort });
  const make = (name: string, entry: string, readyUrl: string, own: Record<string, string>) =>
    createRestartableService({
      name: `naive-${name}`,
      entry: path.join(repoRoot, entry),
      env: own,
      logDir: path.join(dataRoot, 'logs'),
      readyUrl,
      // It may end as it likes: what that costs is what is counted.
      onCrash: () => undefined,
    });
  const services = new Map([
    [
      'simulator',
      make('simulator', SIMULATOR, `${simulatorUrl}/livez`, {
        SIMULATOR_PORT: String(simulatorPort),
      }),
    ],
    ['api', make('api', `${NAIVE}/api.mjs`, `${apiUrl}/livez`, env)],
    // A naive worker tells nobody whether it is ready: its WeChat stands in for it.
    ...plan.profile.workers.map(
      (name) => [name, make(name, `${NAIVE}/worker.mjs`, `${simulatorUrl}/livez`, env)] as const,
    ),
  ]);
  const stop = async (): Promise<void> => {
    for (const service of [...services.values()].reverse()) await service.kill();
    await redis.close();
  };
  try {
    await redis.start();
    for (const service of services.values()) {
      service.start();
      await service.waitReady(READY_LIMIT_MS);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  const service = (name: string): RestartableService => {
    const found = services.get(name);
    if (found === undefined) throw new Error(`There is no service ${name}.`);
    return found;
  };
  return { apiUrl, simulatorUrl, redis, service, stop };
}

function environment(input: {
  plan: ChaosPlan;
  redis: RedisProcess;
  simulatorUrl: string;
  apiPort: number;
}): Record<string, string> {
  return {
    REDIS_URL: input.redis.url,
    WECHAT_URL: input.simulatorUrl,
    PORT: String(input.apiPort),
    TIMEOUT_MS: String(input.plan.profile.sendTimeoutMs),
    APP_SECRETS: JSON.stringify(
      Object.fromEntries(chaosApps.map((app) => [app.appId, app.appSecret])),
    ),
    NODE_OPTIONS: `--import=${pathToFileURL(path.join(repoRoot, 'tools/dist/stall-on-signal.js')).href}`,
    CHAOS_STALL_MS: String(input.plan.stallMs),
  };
}
