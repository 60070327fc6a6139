import type { WorkerConfig } from '@yuexin/config';
import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { OnDisabled } from './callbacks/create-on-disabled.ts';
import type { Brakes } from './consumers/create-brakes.ts';
import type { HoldApp } from './delivery/create-hold-app.ts';
import type { QueueFeeder } from './queue-feeder.ts';
import { addMissing } from './upkeep/add-missing.ts';
import { applyEvents } from './upkeep/apply-events.ts';
import { attachParked } from './upkeep/attach-parked.ts';
import { beat } from './upkeep/beat.ts';
import { createUpkeep, type Upkeep } from './upkeep/create-upkeep.ts';
import { disableKeylessEndpoints } from './upkeep/disable-keyless-endpoints.ts';
import { endPauses } from './upkeep/end-pauses.ts';
import { expireLeases } from './upkeep/expire-leases.ts';
import { expirePushes } from './upkeep/expire-pushes.ts';
import { freeReservations } from './upkeep/free-reservations.ts';
import { freeSlots } from './upkeep/free-slots.ts';
import { judgeUnconfirmed } from './upkeep/judge-unconfirmed.ts';
import { offerCallbacks } from './upkeep/offer-callbacks.ts';
import { pollQuota } from './upkeep/poll-quota.ts';
import { queueDue } from './upkeep/queue-due.ts';
import { createRebuildApp } from './upkeep/rebuild-app.ts';
import { rebuildQueues } from './upkeep/rebuild-queues.ts';
import { recoverCallbacks } from './upkeep/recover-callbacks.ts';
import { recountQueues } from './upkeep/recount-queues.ts';
import { refreshTokens } from './upkeep/refresh-tokens.ts';
import { releaseParked } from './upkeep/release-parked.ts';
import { countMinutes } from './upkeep/count-minutes.ts';
import { retireHistory } from './upkeep/retire-history.ts';
import { runReplays } from './upkeep/run-replays.ts';
import { syncTemplates } from './upkeep/sync-templates.ts';
import type { WorkerMetrics } from './worker-metrics.ts';

export type UpkeepParts = {
  storage: Storage;
  queue: QueueHub;
  wechat: WechatClient;
  tokens: TokenSource;
  feeder: QueueFeeder;
  brakes: Brakes;
  holdApp: HoldApp;
  onDisabled: OnDisabled;
  workerId: string;
  clock: Clock;
  logger: Logger;
  metrics: WorkerMetrics;
};

/** Every sweep of design 11 that this service runs, on its timer. */
export function composeUpkeep(config: WorkerConfig, parts: UpkeepParts): Upkeep {
  const { storage, queue, brakes, logger } = parts;
  const { apps, sweeps, hotPath, upkeep, callbackDelivery } = storage;
  const { pushesDays, eventsDays, auditDays, heartbeatsDays } = config.retention;
  const { reportsDays, evidenceDays, driftDays, loginsDays } = config.retention;
  const rebuildApp = createRebuildApp({ sweeps, feeder: parts.feeder });
  const resumeApp = async (appId: string, signal: AbortSignal): Promise<void> => {
    const app = await apps.find(appId);
    if (app?.pause === null) await queue.setPaused(appId, false);
    await rebuildApp(appId, signal);
  };
  const shared = { ...parts, apps, sweeps, hotPath, upkeep, callbackDelivery, rebuildApp };

  return createUpkeep({
    upkeep,
    clock: parts.clock,
    random: Math.random,
    logger,
    metrics: parts.metrics,
    sweeps: [
      beat({ upkeep, processId: parts.workerId }),
      queueDue(shared),
      addMissing(shared),
      applyEvents(shared),
      offerCallbacks(shared),
      expireLeases(shared),
      endPauses({ sweeps, resumeApp, logger }),
      rebuildQueues({ ...shared, onWiped: (appId) => brakes.forget(appId) }),
      releaseParked(shared),
      attachParked(shared),
      expirePushes(shared),
      freeSlots(shared),
      judgeUnconfirmed({ ...shared, windowMs: config.reconcile.windowMs }),
      freeReservations(shared),
      runReplays({ ...shared, replays: storage.replays }),
      recoverCallbacks(shared),
      disableKeylessEndpoints(shared),
      recountQueues(shared),
      refreshTokens(shared),
      countMinutes(shared),
      retireHistory({
        sweeps,
        keepDays: {
          pushes: pushesDays,
          events: eventsDays,
          audit: auditDays,
          heartbeats: heartbeatsDays,
          reports: reportsDays,
          evidence: evidenceDays,
          drift: driftDays,
          logins: loginsDays,
        },
      }),
      syncTemplates(shared),
      pollQuota(shared),
    ],
  });
}
