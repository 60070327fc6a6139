import { hostname } from 'node:os';
import type { WorkerConfig } from '@yuexin/config';
import type { Storage } from '@yuexin/storage';
import { createClock, type Logger, type Shutdown, type Tracing } from '@yuexin/telemetry';
import {
  createRefuseApp,
  createTokenSource,
  type TokenSource,
  type WechatClient,
} from '@yuexin/wechat-client';
import { v7 as uuidv7 } from 'uuid';
import { composeCallbacks, type CallbackNetwork } from './compose-callbacks.ts';
import { composeDelivery } from './compose-delivery.ts';
import { composeUpkeep } from './compose-upkeep.ts';
import { createBrakes } from './consumers/create-brakes.ts';
import { createAppConsumers } from './consumers/create-app-consumers.ts';
import { createConsumers } from './consumers/create-consumers.ts';
import { createHoldApp, type HoldApp } from './delivery/create-hold-app.ts';
import { createMeasure } from './http/create-measure.ts';
import { createProbeServer } from './http/create-probe-server.ts';
import { listen } from './http/listen.ts';
import { createQueueFeeder } from './queue-feeder.ts';
import { openClients } from './open-clients.ts';
import { createReadiness } from './readiness.ts';

/** What is in hand at a shutdown may take as long as a send; then it is given back. */
const drainMs = (config: WorkerConfig): number => Math.min(config.send.timeoutMs + 2_000, 15_000);

/** For all steps of a shutdown together: 25 s at most. */
export const shutdownDeadlineMs = (config: WorkerConfig): number => drainMs(config) + 10_000;

export type Worker = {
  /** Answers probes at once; waits for PostgreSQL, migrations and queue, saying so; then takes jobs. Rejects when aborted while waiting. */
  start(signal: AbortSignal): Promise<{ port: number }>;
};

export type WorkerInput = {
  config: WorkerConfig;
  logger: Logger;
  closeLater: Shutdown['add'];
  /** Where names of endpoints lead and where callbacks may go; left out: DNS and the environment. */
  network?: CallbackNetwork;
  /** Left out: no spans. */
  tracing?: Tracing | null;
};

/**
 * The one place that constructs clients. Every one is handed to `closeLater` as it is made, so that the steps, run in
 * reverse, stop the loops first and close PostgreSQL last.
 */
export function composeWorker(input: WorkerInput): Worker {
  const { config, logger, closeLater, network, tracing = null } = input;
  const workerId = `${hostname()}-${process.pid}-${uuidv7().slice(-6)}`;
  const clients = openClients({ config, logger, closeLater, tracing });
  const { clock, registry, metrics, storage, queue, wechat, spans } = clients;

  const feeder = createQueueFeeder({ queue, metrics });
  const brakes = createBrakes({ queue, clock });
  const holdApp = createHoldApp({
    ...{ upkeep: storage.upkeep, queue, clock, logger },
    onBraked: (appId) => brakes.forget(appId),
  });
  const tokens = openTokens({ config, storage, wechat, holdApp, logger });
  const parts = {
    ...{ storage, queue, wechat, tokens, feeder, brakes, holdApp },
    ...{ workerId, clock, logger, metrics, spans },
  };
  const delivery = composeDelivery(config, parts);
  const callbacks = composeCallbacks(config, { ...parts, network });
  const upkeep = composeUpkeep(config, { ...parts, onDisabled: callbacks.onDisabled });
  const serving = { handler: delivery.handler, concurrency: config.worker.concurrency };
  const appConsumers = createAppConsumers({ ...parts, ...serving });
  const consumers = createConsumers({ ...parts, apps: storage.apps, appConsumers });
  const appIds = (): string[] => appConsumers.appIds();
  const measure = createMeasure({ ...parts, appIds, circuits: delivery.circuits });

  let hasStarted = false;
  let isStopping = false;
  const loops = () => (hasStarted ? { upkeep, consumers } : null);
  const problems = createReadiness({ storage, queue, loops, isStopping: () => isStopping, clock });
  metrics.sendsLimit.set(config.worker.concurrencyMax);
  registry.beforeRender(() => metrics.sendsRunning.set(delivery.running()));
  const probes = createProbeServer({ problems, measure, metrics: registry });

  closeLater('deliveries', () => delivery.finish());
  closeLater('callbacks', () => callbacks.finish());
  closeLater('upkeep', () => upkeep.stop());
  closeLater('consumers', async () => {
    isStopping = true;
    delivery.stopTaking();
    await Promise.all([consumers.stop(drainMs(config)), callbacks.stop(drainMs(config))]);
  });

  return {
    start: async (signal) => {
      const server = await listen(probes, config.worker.port);
      closeLater('probes', () => server.close());
      logger.info('probes and metrics answer', { port: server.port });
      await storage.ready(signal);
      void storage.tellConnectionWorries();
      upkeep.start();
      await queue.ready(signal);
      consumers.start();
      callbacks.start();
      hasStarted = true;
      logger.info('the worker works', { workerId, queue: queue.engine });
      return { port: server.port };
    },
  };
}

function openTokens(input: {
  config: WorkerConfig;
  storage: Storage;
  wechat: WechatClient;
  holdApp: HoldApp;
  logger: Logger;
}): TokenSource {
  const { config, storage, wechat, holdApp, logger } = input;
  const clock = createClock();
  const refuseApp = createRefuseApp({
    pauseApp: (pause) => storage.apps.pause(pause),
    brake: (appId, pause) => holdApp.brake(appId, pause),
    raiseAlarm: (appId, alarm) => holdApp.raiseAlarm(appId, alarm),
    ...{ clock, random: Math.random, logger },
  });
  return createTokenSource({
    client: wechat,
    store: storage.tokens,
    readSecret: async (appId) => (await storage.apps.readSecrets(appId))?.appSecret ?? null,
    logger,
    marginMs: config.token.refreshMarginMs,
    onRefused: (refusal) => void refuseApp(refusal),
    onConflict: ({ appId, message }) => {
      const alarm = { code: 'token-conflict', message };
      holdApp.raiseAlarm(appId, alarm).catch((error: unknown) => {
        logger.warn('an alarm could not be raised', { appId, code: alarm.code, error });
      });
    },
  });
}
