import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger, Metrics } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { SessionTokens } from '../http/session-tokens.ts';
import { createAcceptPushBatch } from './accept-push-batch.ts';
import { createAcceptPush } from './accept-push.ts';
import type { AppCatalog } from './app-catalog.ts';
import { createBacklog } from './create-backlog.ts';
import { createBrakeQueue } from './brake-queue.ts';
import { createCheckPush } from './check-push.ts';
import { createExplainPush } from './explain-push.ts';
import { createImportGrants } from './import-grants.ts';
import { createImportUsers } from './import-users.ts';
import { createLogIn } from './log-in.ts';
import { createOfferDue } from './offer-due.ts';
import { createPlanUserAsks } from './plan-user-asks.ts';
import { createPreviewReplay } from './preview-replay.ts';
import { createPushBatchers } from './push-batchers.ts';
import { createRaiseAlarm } from './raise-alarm.ts';
import { createCheckEventUrl, createEventBatcher, createReceiveEvent } from './receive-event.ts';
import { createPerformAction, createRecordAction } from './perform-action.ts';
import { createRecordGrants } from './record-grants.ts';
import { createRefusalWatch } from './create-refusal-watch.ts';
import { createReplayPush } from './replay-push.ts';
import { createSyncTemplates } from './sync-templates.ts';
import { createWaitForEnd } from './wait-for-end.ts';

export type UseCaseDeps = {
  storage: Storage;
  queue: QueueHub;
  wechat: WechatClient;
  tokens: TokenSource;
  sessions: SessionTokens;
  catalog: AppCatalog;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  askMax: number;
  /** Queued pushes an app may have. */
  backlogMax: number;
  /** Aborted when the process begins to stop. */
  stopping: AbortSignal;
};

/** What the api can do, ready for its routes. `drain` resolves when everything taken so far is stored. */
export function createUseCases(given: UseCaseDeps) {
  const { storage, catalog, logger } = given;
  const offerDue = createOfferDue(given);
  const raiseAlarm = createRaiseAlarm({ upkeep: storage.upkeep, logger });
  const noteRefusal = createRefusalWatch({ upkeep: storage.upkeep, logger });
  const performAction = createPerformAction(storage);
  const deps = { ...given, offerDue, raiseAlarm, performAction };
  const batchers = createPushBatchers(deps);
  const events = createEventBatcher(deps);
  const checkPush = createCheckPush({ ...deps, batchers });
  const backlog = createBacklog({ ...deps, max: given.backlogMax });
  const acceptPush = createAcceptPush({ ...deps, batchers, checkPush, backlog });
  const readSecrets = (appId: string) => catalog.readSecrets(appId);

  return {
    acceptPush,
    acceptPushBatch: createAcceptPushBatch({ ...deps, acceptPush }),
    explainPush: createExplainPush({ ...deps, checkPush, backlog, pushes: storage.pushes }),
    waitForEnd: createWaitForEnd({ ...deps, pushes: storage.pushes }),
    logIn: createLogIn(deps),
    recordGrants: createRecordGrants(deps),
    planUserAsks: createPlanUserAsks(deps),
    checkEventUrl: createCheckEventUrl({ readSecrets, noteRefusal }),
    receiveEvent: createReceiveEvent({ ...deps, readSecrets, events, noteRefusal }),
    syncTemplates: createSyncTemplates(deps),
    importUsers: createImportUsers(deps),
    importGrants: createImportGrants(deps),
    replayPush: createReplayPush(deps),
    previewReplay: createPreviewReplay(deps),
    brake: createBrakeQueue(deps),
    offerDue,
    raiseAlarm,
    performAction,
    recordAction: createRecordAction(storage),
    drain: async (): Promise<void> => {
      await batchers.resolve.drain();
      await batchers.accept.drain();
      await events.drain();
    },
  };
}
