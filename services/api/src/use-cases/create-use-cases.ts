import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger, Metrics, Tracing } from '@yuexin/telemetry';
import type { TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { KeyAuthenticator } from '../http/authenticate.ts';
import type { ConsoleSessions } from '../http/console-sessions.ts';
import type { SessionTokens } from '../http/session-tokens.ts';
import { createCheckAudience } from './audiences/check-audience.ts';
import { createCreateAudience } from './audiences/create-audience.ts';
import { createPreviewAudience } from './audiences/preview-audience.ts';
import { createUploadRecipients } from './audiences/upload-recipients.ts';
import { createAcceptPushBatch } from './pushes/accept-push-batch.ts';
import { createAcceptPush } from './pushes/accept-push.ts';
import type { AppCatalog } from './apps/app-catalog.ts';
import { countAccepts } from './pushes/count-accepts.ts';
import { createBacklog } from './pushes/create-backlog.ts';
import { createBrakeQueue } from './apps/brake-queue.ts';
import { createCheckPush } from './pushes/check-push.ts';
import { createDiscardDeadLetters } from './dead-letters/discard-dead-letters.ts';
import { createExplainPush } from './pushes/explain-push.ts';
import { createExportUser } from './users/export-user.ts';
import { createForeseeTerms } from './pushes/foresee-terms.ts';
import { createForeseeActions } from './pushes/foresee-actions.ts';
import { createGrantAnswers } from './users/grant-answers.ts';
import { createImportGrants } from './users/import-grants.ts';
import { createImportUsers } from './users/import-users.ts';
import { createLiveHub } from './console/create-live-hub.ts';
import { createLogIn } from './users/log-in.ts';
import { createOfferDue } from './pushes/offer-due.ts';
import { createPlanUserAsks } from './users/plan-user-asks.ts';
import { createPreviewReplay } from './dead-letters/preview-replay.ts';
import { createPushBatchers } from './pushes/push-batchers.ts';
import { createPushTraces } from './pushes/push-traces.ts';
import { createRaiseAlarm } from './operators/raise-alarm.ts';
import {
  createCheckEventUrl,
  createEventBatcher,
  createReceiveEvent,
} from './events/receive-event.ts';
import { createPerformAction, createRecordAction } from './operators/perform-action.ts';
import { createReadStats } from './operators/read-stats.ts';
import { createReadUserTimeline } from './users/read-user-timeline.ts';
import { createRecordGrants, createReportBatcher } from './users/record-grants.ts';
import { createRefusalWatch } from './events/create-refusal-watch.ts';
import { createReplayPush } from './dead-letters/replay-push.ts';
import { createSignIn } from './console/sign-in.ts';
import { createSyncTemplates } from './apps/sync-templates.ts';
import { createReadSilence } from './pushes/read-silence.ts';
import { traceAccepts } from './pushes/trace-accepts.ts';
import { createWaitForEnd } from './pushes/wait-for-end.ts';

export type UseCaseDeps = {
  storage: Storage;
  queue: QueueHub;
  wechat: WechatClient;
  tokens: TokenSource;
  keys: KeyAuthenticator;
  sessions: SessionTokens;
  consoleSessions: ConsoleSessions;
  catalog: AppCatalog;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  tracing: Tracing | null;
  askMax: number;
  /** How long before its end a token is renewed. */
  refreshMarginMs: number;
  /** Queued pushes an app may have. */
  backlogMax: number;
  /** How long silence must last before it is judged. */
  reconcileWindowMs: number;
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
  const grantAnswers = createGrantAnswers(given.metrics);
  const deps = { ...given, offerDue, raiseAlarm, performAction, grantAnswers };
  const readStats = createReadStats(deps);
  const batchers = createPushBatchers({ ...deps, traces: createPushTraces(deps) });
  const events = createEventBatcher(deps);
  const reports = createReportBatcher(deps);
  const checkPush = createCheckPush({ ...deps, batchers });
  const checkAudience = createCheckAudience({ checkPush });
  const backlog = createBacklog({ ...deps, max: given.backlogMax });
  const acceptPush = countAccepts(
    traceAccepts(createAcceptPush({ ...deps, batchers, checkPush, backlog }), given.tracing),
    given.metrics,
  );
  const readSecrets = (appId: string) => catalog.readSecrets(appId);

  return {
    ...{ acceptPush, checkPush, checkAudience },
    acceptPushBatch: createAcceptPushBatch({ ...deps, acceptPush }),
    createAudience: createCreateAudience({ ...deps, checkAudience }),
    uploadRecipients: createUploadRecipients(deps),
    previewAudience: createPreviewAudience(deps),
    foreseeActions: createForeseeActions(deps),
    readSilence: createReadSilence(deps),
    explainPush: createExplainPush({
      ...{ ...deps, checkPush, backlog, pushes: storage.pushes },
      foreseeTerms: createForeseeTerms(deps),
    }),
    waitForEnd: createWaitForEnd({ ...deps, pushes: storage.pushes }),
    logIn: createLogIn(deps),
    recordGrants: createRecordGrants({ ...deps, reports }),
    planUserAsks: createPlanUserAsks(deps),
    checkEventUrl: createCheckEventUrl({ readSecrets, noteRefusal }),
    receiveEvent: createReceiveEvent({ ...deps, readSecrets, events, noteRefusal }),
    syncTemplates: createSyncTemplates(deps),
    importUsers: createImportUsers(deps),
    exportUser: createExportUser(deps),
    readUserTimeline: createReadUserTimeline(deps),
    importGrants: createImportGrants(deps),
    replayPush: createReplayPush(deps),
    previewReplay: createPreviewReplay(deps),
    discardDeadLetters: createDiscardDeadLetters(deps),
    brake: createBrakeQueue(deps),
    ...{ offerDue, raiseAlarm, performAction },
    recordAction: createRecordAction(storage),
    readStats,
    signIn: createSignIn(deps),
    live: createLiveHub({ ...deps, readStats }),
    drain: async (): Promise<void> => {
      await batchers.resolve.drain();
      await batchers.accept.drain();
      await events.drain();
      await reports.drain();
    },
  };
}
