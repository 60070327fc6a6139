import type { Route } from '../http/route.ts';
import { createApiKeyRoute, rotateApiKeyRoute } from './api-keys/create-api-key.ts';
import { listApiKeysRoute, revokeApiKeyRoute } from './api-keys/manage-api-keys.ts';
import { createAppRoute } from './apps/create-app.ts';
import { pauseAppRoute, resumeAppRoute } from './apps/pause-app.ts';
import { getAppRoute, listAppsRoute } from './apps/read-apps.ts';
import { refreshTokenRoute } from './apps/refresh-token.ts';
import { setAskPlanRoute } from './apps/set-ask-plan.ts';
import { updateAppRoute } from './apps/update-app.ts';
import { getSessionRoute, signInRoute, signOutRoute } from './console/session.ts';
import { signInOptionsRoute } from './console/sign-in-options.ts';
import { checkEventUrlRoute, receiveEventRoute } from './events/receive-event.ts';
import { loginRoute } from './mini-program/login.ts';
import { planAsksRoute } from './mini-program/plan-asks.ts';
import { recordGrantsRoute } from './mini-program/record-grants.ts';
import { acknowledgeAlarmRoute, listAlarmsRoute } from './operating/alarms.ts';
import { exportAuditRoute } from './operating/export-audit.ts';
import { listAuditRoute } from './operating/list-audit.ts';
import { readCausesRoute } from './operating/read-causes.ts';
import { readStatsRoute } from './operating/read-stats.ts';
import { cancelPushRoute } from './pushes/cancel-push.ts';
import { createPushBatchRoute } from './pushes/create-push-batch.ts';
import { createPushRoute } from './pushes/create-push.ts';
import { discardPushRoute } from './pushes/discard-push.ts';
import { explainPushRoute } from './pushes/explain-push.ts';
import { foreseeActionsRoute } from './pushes/foresee-actions.ts';
import { getPushTimelineRoute } from './pushes/get-push-timeline.ts';
import { getPushRoute } from './pushes/get-push.ts';
import { giveVerdictRoute } from './pushes/give-verdict.ts';
import { listPushesRoute, searchPushesRoute } from './pushes/list-pushes.ts';
import { replayPushRoute } from './pushes/replay-push.ts';
import { createReplayRoute } from './replays/create-replay.ts';
import { discardDeadLettersRoute } from './replays/discard-dead-letters.ts';
import { listDeadLettersRoute } from './replays/list-dead-letters.ts';
import { getReplayRoute, listReplaysRoute } from './replays/read-replays.ts';
import { cancelReplayRoute, pauseReplayRoute, resumeReplayRoute } from './replays/steer-replay.ts';
import { listTemplateChangesRoute } from './templates/list-template-changes.ts';
import { listTemplatesRoute } from './templates/list-templates.ts';
import { pauseTemplateRoute, resumeTemplateRoute } from './templates/pause-template.ts';
import { syncTemplatesRoute } from './templates/sync-templates.ts';
import { endSessionsRoute } from './users/end-sessions.ts';
import { eraseUserRoute } from './users/erase-user.ts';
import { exportUserRoute } from './users/export-user.ts';
import { importGrantsRoute } from './users/import-grants.ts';
import { importUsersRoute } from './users/import-users.ts';
import { readGrantDriftRoute } from './users/read-grant-drift.ts';
import { readGrantFlowRoute } from './users/read-grant-flow.ts';
import { readUserTimelineRoute } from './users/read-user-timeline.ts';
import { readGrantSurvivalRoute } from './users/read-grant-survival.ts';
import { getUserRoute, listGrantsRoute, searchUsersRoute } from './users/read-users.ts';
import { recoverEndpointRoute, testEndpointRoute } from './webhooks/ask-endpoint.ts';
import { createEndpointRoute, rotateSecretRoute } from './webhooks/create-endpoint.ts';
import {
  deleteEndpointRoute,
  getEndpointRoute,
  listEndpointsRoute,
  updateEndpointRoute,
} from './webhooks/manage-endpoints.ts';
import {
  getCallbackRoute,
  listCallbacksRoute,
  listEndpointCallbacksRoute,
  resendCallbackRoute,
} from './webhooks/read-callbacks.ts';

/** The table of routes, busiest first; also the order of the reference. */
const factories = [
  createPushRoute,
  createPushBatchRoute,
  explainPushRoute,
  listPushesRoute,
  searchPushesRoute,
  getPushRoute,
  getPushTimelineRoute,
  foreseeActionsRoute,
  cancelPushRoute,
  giveVerdictRoute,
  listDeadLettersRoute,
  replayPushRoute,
  discardPushRoute,
  createReplayRoute,
  discardDeadLettersRoute,
  listReplaysRoute,
  getReplayRoute,
  pauseReplayRoute,
  resumeReplayRoute,
  cancelReplayRoute,
  loginRoute,
  recordGrantsRoute,
  planAsksRoute,
  receiveEventRoute,
  checkEventUrlRoute,
  createAppRoute,
  listAppsRoute,
  getAppRoute,
  updateAppRoute,
  pauseAppRoute,
  resumeAppRoute,
  refreshTokenRoute,
  setAskPlanRoute,
  syncTemplatesRoute,
  listTemplatesRoute,
  listTemplateChangesRoute,
  pauseTemplateRoute,
  resumeTemplateRoute,
  importUsersRoute,
  importGrantsRoute,
  searchUsersRoute,
  getUserRoute,
  listGrantsRoute,
  readUserTimelineRoute,
  exportUserRoute,
  endSessionsRoute,
  eraseUserRoute,
  readGrantDriftRoute,
  readGrantFlowRoute,
  readGrantSurvivalRoute,
  createEndpointRoute,
  listEndpointsRoute,
  getEndpointRoute,
  updateEndpointRoute,
  deleteEndpointRoute,
  rotateSecretRoute,
  testEndpointRoute,
  recoverEndpointRoute,
  listEndpointCallbacksRoute,
  listCallbacksRoute,
  getCallbackRoute,
  resendCallbackRoute,
  createApiKeyRoute,
  listApiKeysRoute,
  rotateApiKeyRoute,
  revokeApiKeyRoute,
  readStatsRoute,
  readCausesRoute,
  listAuditRoute,
  exportAuditRoute,
  listAlarmsRoute,
  acknowledgeAlarmRoute,
  signInOptionsRoute,
  signInRoute,
  getSessionRoute,
  signOutRoute,
] as const;

type Factory = (typeof factories)[number];
type Union<T> = (T extends unknown ? (of: T) => void : never) extends (of: infer All) => void
  ? All
  : never;

/** What all routes together need. */
export type RouteDeps = Union<Parameters<Factory>[0]>;

export function createRoutes(deps: RouteDeps): Route[] {
  return factories.map((create) => create(deps));
}
