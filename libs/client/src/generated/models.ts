// Generated from the OpenAPI document by `npm run docs`. Not to be edited.
import type { components } from './api-schema.ts';

export type NewPush = components['schemas']['NewPush'];

export type NewPushBatch = components['schemas']['NewPushBatch'];

export type NewPushInBatch = components['schemas']['NewPushInBatch'];

export type PushSearch = components['schemas']['PushSearch'];

/** A push without `to`, said to many. Texts of `data`, `fallback` and `page` may hold `{{name}}`: there stands what each recipient’s line brings under that name. `priority` is `low` unless given, `bizId` the id of the audience. */
export type NewAudience = components['schemas']['NewAudience'];

export type PushReplay = components['schemas']['PushReplay'];

export type PushDiscard = components['schemas']['PushDiscard'];

export type ReplayPreviewRequest = components['schemas']['ReplayPreviewRequest'];

export type ReplayStart = components['schemas']['ReplayStart'];

export type DeadLetterDiscard = components['schemas']['DeadLetterDiscard'];

export type Login = components['schemas']['Login'];

export type GrantReport = components['schemas']['GrantReport'];

export type NewApp = components['schemas']['NewApp'];

export type AppChange = components['schemas']['AppChange'];

export type PauseRequest = components['schemas']['PauseRequest'];

export type AskPlan = components['schemas']['AskPlan'];

export type SendingRulesChange = components['schemas']['SendingRulesChange'];

export type QuietHours = components['schemas']['QuietHours'];

/** Counts messages that were sent, are under way, or may have been delivered, since the cap was set; not those refused. */
export type FrequencyCap = components['schemas']['FrequencyCap'];

export type UserImport = components['schemas']['UserImport'];

export type GrantImport = components['schemas']['GrantImport'];

export type NewWebhookEndpoint = components['schemas']['NewWebhookEndpoint'];

export type WebhookEndpointChange = components['schemas']['WebhookEndpointChange'];

export type SecretRotation = components['schemas']['SecretRotation'];

export type CallbackRecovery = components['schemas']['CallbackRecovery'];

export type NewApiKey = components['schemas']['NewApiKey'];

export type KeyRotation = components['schemas']['KeyRotation'];

export type SignIn = components['schemas']['SignIn'];

export type Push = components['schemas']['Push'];

export type Reason = components['schemas']['Reason'];

/** RFC 9457 */
export type Problem = components['schemas']['Problem'];

export type PushExplanation = components['schemas']['PushExplanation'];

export type PushTimeline = components['schemas']['PushTimeline'];

export type TimelineEntry = components['schemas']['TimelineEntry'];

export type TimelineState = components['schemas']['TimelineState'];

export type TimelineGrant = components['schemas']['TimelineGrant'];

export type Grant = components['schemas']['Grant'];

export type TimelineAttemptStarted = components['schemas']['TimelineAttemptStarted'];

export type TimelineAttemptFinished = components['schemas']['TimelineAttemptFinished'];

export type TimelineEvent = components['schemas']['TimelineEvent'];

export type TimelineSentEvent = components['schemas']['TimelineSentEvent'];

export type TimelineRefusal = components['schemas']['TimelineRefusal'];

export type TimelineOperator = components['schemas']['TimelineOperator'];

export type TimelineCallback = components['schemas']['TimelineCallback'];

export type TimelineCallbackAttempt = components['schemas']['TimelineCallbackAttempt'];

export type TimelineReplaced = components['schemas']['TimelineReplaced'];

export type TimelineDuplicates = components['schemas']['TimelineDuplicates'];

export type Audience = components['schemas']['Audience'];

export type AudienceRecipient = components['schemas']['AudienceRecipient'];

export type AudiencePreview = components['schemas']['AudiencePreview'];

export type AudienceReport = components['schemas']['AudienceReport'];

export type DeadLetterGroup = components['schemas']['DeadLetterGroup'];

export type ReplayPreview = components['schemas']['ReplayPreview'];

export type Replay = components['schemas']['Replay'];

export type DiscardedDeadLetters = components['schemas']['DiscardedDeadLetters'];

export type Session = components['schemas']['Session'];

export type GrantReportAnswer = components['schemas']['GrantReportAnswer'];

export type AskAdvice = components['schemas']['AskAdvice'];

export type App = components['schemas']['App'];

export type SendingRules = components['schemas']['SendingRules'];

export type HurtPushes = components['schemas']['HurtPushes'];

export type Template = components['schemas']['Template'];

export type TemplateChange = components['schemas']['TemplateChange'];

export type User = components['schemas']['User'];

export type ErasedUser = components['schemas']['ErasedUser'];

export type UserTimeline = components['schemas']['UserTimeline'];

export type UserExport = components['schemas']['UserExport'];

export type GrantDrift = components['schemas']['GrantDrift'];

export type GrantFlow = components['schemas']['GrantFlow'];

export type GrantSurvival = components['schemas']['GrantSurvival'];

export type MadeWebhookEndpoint = components['schemas']['MadeWebhookEndpoint'];

export type WebhookEndpoint = components['schemas']['WebhookEndpoint'];

export type WebhookEndpointWithSecret = components['schemas']['WebhookEndpointWithSecret'];

export type Callback = components['schemas']['Callback'];

export type CallbackBody = components['schemas']['CallbackBody'];

export type PushCallbackBody = components['schemas']['PushCallbackBody'];

export type GrantCallbackBody = components['schemas']['GrantCallbackBody'];

export type PauseCallbackBody = components['schemas']['PauseCallbackBody'];

export type TestCallbackBody = components['schemas']['TestCallbackBody'];

export type ApiKeyWithSecret = components['schemas']['ApiKeyWithSecret'];

export type ApiKey = components['schemas']['ApiKey'];

export type Stats = components['schemas']['Stats'];

export type Causes = components['schemas']['Causes'];

export type AuditEntry = components['schemas']['AuditEntry'];

export type Alarm = components['schemas']['Alarm'];

export type SignInOptions = components['schemas']['SignInOptions'];

export type ConsoleSession = components['schemas']['ConsoleSession'];
