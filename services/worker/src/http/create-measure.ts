import { setTimeout as delay } from 'node:timers/promises';
import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { WechatGate } from '../delivery/create-wechat-gate.ts';
import type { WorkerMetrics } from '../worker-metrics.ts';
import {
  measureAlarms,
  measureHealth,
  measurePulses,
  type MeasureAppsDeps,
} from './measure-apps.ts';

const freshMs = 5_000;
/** A database that hangs must not make the page hang: Prometheus would call the worker dead, and hide what is wrong. */
const usualPatienceMs = 2_000;
const circuitStates = ['closed', 'open', 'half-open'] as const;

type Deps = MeasureAppsDeps & {
  storage: {
    upkeep: Pick<Storage['upkeep'], 'countOpen' | 'eventLag' | 'callbackLag'>;
  };
  queue: Pick<QueueHub, 'counts'>;
  appIds: () => string[];
  circuits: WechatGate['states'];
  clock: Pick<Clock, 'monotonicMs'>;
  logger: Pick<Logger, 'debug'>;
  patienceMs?: number;
  metrics: Pick<
    WorkerMetrics,
    | ('openPushes' | 'queueJobs' | 'eventsWaiting' | 'eventLagSeconds')
    | ('callbacksWaiting' | 'callbackLagSeconds' | 'wechatCircuit')
  >;
};

/** Brings the gauges up to date when they are older than five seconds; what cannot be asked in time keeps its last value. */
export function createMeasure(deps: Deps): () => Promise<void> {
  const { patienceMs = usualPatienceMs } = deps;
  const { storage, queue, metrics } = deps;
  let measuredAtMs = -Infinity;
  let running: Promise<void> | null = null;

  const measurePushes = async (): Promise<void> => {
    const open = await storage.upkeep.countOpen();
    metrics.openPushes.reset();
    for (const { appId, state, count } of open)
      metrics.openPushes.set({ app: appId, state }, count);
  };
  const measureQueues = async (): Promise<void> => {
    const counted = await Promise.all(
      deps.appIds().map(async (appId) => [appId, await queue.counts(appId)] as const),
    );
    metrics.queueJobs.reset();
    for (const [app, counts] of counted) {
      for (const [state, count] of Object.entries(counts)) {
        metrics.queueJobs.set({ app, state }, count);
      }
    }
  };

  const measureCircuits = (): void => {
    metrics.wechatCircuit.reset();
    for (const { appId, state } of deps.circuits()) {
      for (const name of circuitStates) {
        metrics.wechatCircuit.set({ app: appId, state: name }, name === state ? 1 : 0);
      }
    }
  };

  const measureAll = async (): Promise<void> => {
    const results = await Promise.allSettled([
      ...[measurePushes(), measureEvents(deps), measureCallbacks(deps), measureQueues()],
      ...[measurePulses(deps), measureHealth(deps), measureAlarms(deps)],
    ]);
    for (const result of results) {
      if (result.status === 'rejected') {
        deps.logger.debug('a gauge could not be measured', { error: result.reason });
      }
    }
  };

  return async () => {
    measureCircuits();
    const nowMs = deps.clock.monotonicMs();
    if (running === null && nowMs - measuredAtMs >= freshMs) {
      measuredAtMs = nowMs;
      running = measureAll().finally(() => (running = null));
    }
    await Promise.race([running, delay(patienceMs, undefined, { ref: false })]);
  };
}

type LagDeps = Pick<Deps, 'storage' | 'metrics'>;

async function measureEvents({ storage, metrics }: LagDeps): Promise<void> {
  const { waiting, oldestAgeMs } = await storage.upkeep.eventLag();
  metrics.eventsWaiting.set(waiting);
  metrics.eventLagSeconds.set(oldestAgeMs / 1_000);
}

async function measureCallbacks({ storage, metrics }: LagDeps): Promise<void> {
  const { waiting, dueForMs } = await storage.upkeep.callbackLag();
  metrics.callbacksWaiting.set(waiting);
  metrics.callbackLagSeconds.set(dueForMs / 1_000);
}
