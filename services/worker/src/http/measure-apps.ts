import { sendPath } from '@yuexin/domain';
import type { Storage } from '@yuexin/storage';
import type { WorkerMetrics } from '../worker-metrics.ts';

export type MeasureAppsDeps = {
  storage: {
    upkeep: Pick<Storage['upkeep'], 'readAppPulses' | 'readAppGauges' | 'countOpenAlarms'>;
  };
  metrics: Pick<
    WorkerMetrics,
    | ('oldestQueuedSeconds' | 'deadLetters' | 'appPaused' | 'templatesPaused')
    | ('tokenExpiresAt' | 'tokenGeneration' | 'alarmsOpen' | 'quotaLimit' | 'quotaRemain')
  >;
};

const seconds = (at: Date): number => at.getTime() / 1_000;

/** How long each app's oldest push waits, and how many are dead. */
export async function measurePulses({ storage, metrics }: MeasureAppsDeps): Promise<void> {
  const pulses = await storage.upkeep.readAppPulses();
  metrics.oldestQueuedSeconds.reset();
  metrics.deadLetters.reset();
  for (const { appId: app, oldestQueuedAt, dead } of pulses) {
    const waits = oldestQueuedAt === null ? 0 : Date.now() / 1_000 - seconds(oldestQueuedAt);
    metrics.oldestQueuedSeconds.set({ app }, Math.max(0, waits));
    metrics.deadLetters.set({ app }, dead);
  }
}

/** Pauses, tokens and quota. */
export async function measureHealth({ storage, metrics }: MeasureAppsDeps): Promise<void> {
  const apps = await storage.upkeep.readAppGauges(sendPath);
  metrics.appPaused.reset();
  for (const { appId: app, ...facts } of apps) {
    const { pauseKind, pausedTemplates, expiresAt, generation, dailyLimit, remain } = facts;
    metrics.appPaused.set({ app, kind: pauseKind ?? '' }, pauseKind === null ? 0 : 1);
    metrics.templatesPaused.set({ app }, pausedTemplates);
    metrics.tokenExpiresAt.set({ app }, expiresAt === null ? 0 : seconds(expiresAt));
    metrics.tokenGeneration.set({ app }, generation ?? 0);
    if (dailyLimit === null || remain === null) continue;
    metrics.quotaLimit.set({ app }, dailyLimit);
    metrics.quotaRemain.set({ app }, remain);
  }
}

/** What the console shows as alarms. */
export async function measureAlarms({ storage, metrics }: MeasureAppsDeps): Promise<void> {
  const open = await storage.upkeep.countOpenAlarms();
  metrics.alarmsOpen.reset();
  for (const { appId, code, count } of open)
    metrics.alarmsOpen.set({ app: appId ?? '', code }, count);
}
