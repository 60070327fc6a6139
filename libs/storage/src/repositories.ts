export type { AlarmRow } from './repositories/alarm-store.ts';
export type { AppPulse, ProcessPulse, PushMinute } from './repositories/stats-store.ts';
export type { AppHealth } from './repositories/app-health.ts';
export type { QuotaRow } from './repositories/quota-store.ts';
export type { ApiKeyRepository, ApiKeyRow } from './repositories/api-key.repository.ts';
export type { AppRepository, AppRow, AppSecrets, NewApp } from './repositories/app.repository.ts';
export type { PauseKind } from './entities/app.entity.ts';
export type { AuditRepository, AuditRow } from './repositories/audit.repository.ts';
export type {
  ConsoleSessionRepository,
  ConsoleSessionRow,
  SessionOperator,
} from './repositories/console-session.repository.ts';
export type { Page } from './repositories/cursor.ts';
export type { EventRepository, NewEvent } from './repositories/event.repository.ts';
export type { AskFact, GrantRepository, GrantRow } from './repositories/grant.repository.ts';
export type { CauseCount, CausesOfSpan } from './repositories/read-causes.ts';
export type { GrantDrift } from './repositories/read-grant-drift.ts';
export type { GrantFlow } from './repositories/read-grant-flow.ts';
export type { GrantSurvival } from './repositories/read-grant-survival.ts';
export type { ForeseePush, PushForecast } from './repositories/foresee-push.ts';
export type { IdempotencyRepository } from './repositories/idempotency.repository.ts';
export type { PushFilter } from './repositories/push-conditions.ts';
export type { AttemptRow, PushHistory, SentEventRow } from './repositories/push-history.ts';
export type { PushRepository } from './repositories/push.repository.ts';
export type { PushRow } from './repositories/push-row.ts';
export type { TemplateSync } from './repositories/sync-templates.ts';
export type { TemplateChangeRow } from './repositories/template-changes.ts';
export type { TemplateRepository } from './repositories/template.repository.ts';
export type { ListedTemplate, TemplateRow } from './repositories/template-row.ts';
export type { StoredToken, TokenRepository } from './repositories/token.repository.ts';
export type { PushTrace, PushTraceRepository } from './repositories/push-trace.repository.ts';
export type { UpkeepRepository } from './repositories/upkeep.repository.ts';
export type { UserTraces } from './repositories/read-user-traces.ts';
export type { UserRepository } from './repositories/user.repository.ts';
export type { UserRow } from './repositories/user-row.ts';
export type { WebhookEndpointRow } from './repositories/webhook-endpoint-row.ts';
export type { WebhookEndpointRepository } from './repositories/webhook-endpoint.repository.ts';
export type { CallbackContent, CallbackRow, CallbackTryRow } from './repositories/callback-row.ts';
export type { CallbackRepository } from './repositories/callback.repository.ts';
export type { DeadLetterGroup, DeadLetterGroups } from './repositories/dead-letters.ts';
export type {
  CoveredByPreview,
  FoundPreview,
  ReplayRepository,
  StartedReplay,
} from './repositories/replay.repository.ts';
export type { ReplayStep } from './repositories/replay-run.ts';
export type {
  DeadPage,
  DeadPush,
  ReplayFilter,
  ReplayPlace,
  ReplayPreview,
  ReplayRow,
  ReplayState,
  RunningReplay,
} from './repositories/replay-row.ts';
