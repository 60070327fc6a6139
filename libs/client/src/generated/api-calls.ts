// Generated from the OpenAPI document by `npm run docs`. Not to be edited.
import type { CallDescription } from '../call-description.ts';
import type { CallOptions, SessionCallOptions } from '../call-options.ts';
import type { AnswerOf, BodyOf, QueryOf } from '../operation-types.ts';
import type { PagedList } from '../paged-list.ts';
import type {
  Alarm,
  ApiKeyWithSecret,
  App,
  AppChange,
  AskAdvice,
  AskPlan,
  Audience,
  AudiencePreview,
  AudienceReport,
  Callback,
  CallbackRecovery,
  Causes,
  ConsoleSession,
  DeadLetterDiscard,
  DiscardedDeadLetters,
  ErasedUser,
  GrantDrift,
  GrantFlow,
  GrantImport,
  GrantReport,
  GrantReportAnswer,
  GrantSurvival,
  KeyRotation,
  Login,
  MadeWebhookEndpoint,
  NewApiKey,
  NewApp,
  NewAudience,
  NewPush,
  NewPushBatch,
  NewWebhookEndpoint,
  PauseRequest,
  Push,
  PushDiscard,
  PushExplanation,
  PushReplay,
  PushSearch,
  PushTimeline,
  Replay,
  ReplayPreview,
  SecretRotation,
  SendingRules,
  SendingRulesChange,
  Session,
  SignIn,
  SignInOptions,
  Stats,
  Template,
  User,
  UserExport,
  UserImport,
  UserTimeline,
  WebhookEndpoint,
  WebhookEndpointChange,
  WebhookEndpointWithSecret,
} from './models.ts';

/** Pushes */
export type PushesCalls = {
  /**
   * Ask for a message to be sent.
   *
   * A 202 means that the push is stored and will end: sent, dead, expired or cancelled. Everything that is wrong is named at once, and nothing is stored then.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/pushes`
   */
  create: (body: NewPush, options?: CallOptions) => Promise<Push>;
  /**
   * List pushes, newest first.
   *
   * Where no index leads to what is asked for (by template, reason or errcode alone, or a state that many pushes are in), a page looks at the newest 20,000 pushes: it may have fewer than `limit` of them, or none, and a `nextCursor` all the same. With `openid`, `phone`, `bizId` or `rid` it is whole at once.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/pushes`
   */
  list: (query?: QueryOf<'listPushes'>, options?: CallOptions) => PagedList<AnswerOf<'listPushes'>>;
  /**
   * Ask for up to 1000 messages.
   *
   * Each item gets its own result, in order; good items go ahead. Pointers of an item’s problem start at the item. With an `Idempotency-Key` on the request every item without its own `idempotencyKey` is covered by it.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/pushes/batch`
   */
  createBatch: (body: NewPushBatch, options?: CallOptions) => Promise<AnswerOf<'createPushBatch'>>;
  /**
   * Ask what would happen to a push, without sending it.
   *
   * Takes the body of POST /v1/pushes and answers what that call would do now: send, park until a grant comes, refuse, or wait (for its time, a pause, the user’s other message, the quota). Nothing is stored, nobody is registered, no key is used.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/pushes/explain`
   */
  explain: (body: NewPush, options?: CallOptions) => Promise<PushExplanation>;
  /**
   * Search pushes, by phone too.
   *
   * Takes what the list takes, and `phone`, which must not be in a URL. Where no index leads to what is asked for (by template, reason or errcode alone, or a state that many pushes are in), a page looks at the newest 20,000 pushes: it may have fewer than `limit` of them, or none, and a `nextCursor` all the same. With `openid`, `phone`, `bizId` or `rid` it is whole at once.
   *
   * Scope: `push:read`.
   *
   * `POST /v1/pushes/search`
   */
  search: (body?: PushSearch, options?: CallOptions) => PagedList<AnswerOf<'searchPushes'>>;
  /**
   * Read a push.
   *
   * With `wait` the answer comes when the push has ended, at the latest after that time.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/pushes/{id}`
   */
  get: (id: string, query?: QueryOf<'getPush'>, options?: CallOptions) => Promise<Push>;
  /**
   * Everything that happened to a push.
   *
   * State changes, attempts with errcode, rid and msgid, the grant and its evidence, WeChat’s events, operators’ actions, what endpoints were told, the pushes whose place it took and how many duplicates it answered, oldest first.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/pushes/{id}/timeline`
   */
  getTimeline: (id: string, options?: CallOptions) => Promise<PushTimeline>;
  /**
   * What cancel, replay and each verdict would do to a push now.
   *
   * By the rules of the deeds themselves: each is done and taken back. Nothing stands of it, and another may be true a moment later.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/pushes/{id}/actions`
   */
  foreseeActions: (id: string, options?: CallOptions) => Promise<AnswerOf<'foreseeActions'>>;
  /**
   * Cancel a push that has not been sent.
   *
   * Possible while it is scheduled, parked, queued or retrying; 409 afterwards.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/pushes/{id}/cancel`
   */
  cancel: (id: string, body?: BodyOf<'cancelPush'>, options?: CallOptions) => Promise<Push>;
  /**
   * Say whether an unconfirmed push was delivered.
   *
   * For a person who knows what WeChat did not tell. Delivered: the push is sent and its grant spent. Not delivered: its grant is free again, and the push is sent again or ends dead. Only while it is `unconfirmed`; the same verdict given twice counts once.
   *
   * Scope: `operator`.
   *
   * `POST /v1/pushes/{id}/verdict`
   */
  giveVerdict: (id: string, body: BodyOf<'giveVerdict'>, options?: CallOptions) => Promise<Push>;
};

/** Audiences */
export type AudiencesCalls = {
  /**
   * Say one message to many.
   *
   * Makes the audience; nothing is sent. Bring its recipients with PUT …/recipients (up to 100,000), or name those who hold a grant. Then look with POST …/preview, and POST …/start.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/audiences`
   */
  create: (body: NewAudience, options?: CallOptions) => Promise<Audience>;
  /**
   * List audiences, newest first.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/audiences`
   */
  list: (
    query?: QueryOf<'listAudiences'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listAudiences'>>;
  /**
   * Bring the recipients of an audience, as a file.
   *
   * A CSV in UTF-8 with a header (a column openid, phone or unionid; every other column is a variable), or a line of JSON for each: `{"openid": "o…", "variables": {"from": "广州"}}`. Up to 100,000 recipients, 64 MiB, 16 KiB a line.
   *
   * Whole or nothing: a file that breaks off, or is too large, leaves the audience without recipients, and what was brought before is replaced. Lines that are wrong are left out and told by number; of lines that mean the same recipient the first is kept.
   *
   * Scope: `push:write`.
   *
   * `PUT /v1/audiences/{id}/recipients`
   */
  uploadRecipients: (
    id: string,
    body: BodyOf<'uploadRecipients'>,
    options?: CallOptions,
  ) => Promise<Audience>;
  /**
   * List the recipients of an audience, by line.
   *
   * Each with its push, or with the problems of its line.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/audiences/{id}/recipients`
   */
  listRecipients: (
    id: string,
    query?: QueryOf<'listRecipients'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listRecipients'>>;
  /**
   * Count what starting an audience would do now.
   *
   * A dry run: who would get the message, who would wait, and the grants it would cost. Nothing is changed. Of an audience under way: what is left of it.
   *
   * Scope: `push:read`.
   *
   * `POST /v1/audiences/{id}/preview`
   */
  preview: (id: string, options?: CallOptions) => Promise<AudiencePreview>;
  /**
   * Begin to send.
   *
   * The worker makes a push for each recipient, at the audience’s rate. Twice is once.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/audiences/{id}/start`
   */
  start: (id: string, body?: BodyOf<'startAudience'>, options?: CallOptions) => Promise<Audience>;
  /**
   * Stop an audience for now.
   *
   * Pushes that were made go on their way; no more are made until it is resumed.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/audiences/{id}/pause`
   */
  pause: (id: string, body?: BodyOf<'pauseAudience'>, options?: CallOptions) => Promise<Audience>;
  /**
   * Let an audience go on.
   *
   * From where it was paused, at the same rate, with its templates as they are now. When every key of whoever made it has ended, its pushes are yours from here on.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/audiences/{id}/resume`
   */
  resume: (id: string, body?: BodyOf<'resumeAudience'>, options?: CallOptions) => Promise<Audience>;
  /**
   * End an audience.
   *
   * No more pushes are made: `progress.accepted` says how many were. Those go on their way; cancel them one by one where they still wait (`GET /v1/pushes?bizId=…`).
   *
   * Scope: `push:write`.
   *
   * `POST /v1/audiences/{id}/cancel`
   */
  cancel: (id: string, body?: BodyOf<'cancelAudience'>, options?: CallOptions) => Promise<Audience>;
  /**
   * Read how far an audience is.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/audiences/{id}`
   */
  get: (id: string, options?: CallOptions) => Promise<Audience>;
  /**
   * What became of an audience: by state and cause.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/audiences/{id}/report`
   */
  getReport: (id: string, options?: CallOptions) => Promise<AudienceReport>;
  /**
   * The recipients of an audience as a CSV.
   *
   * All of them, or those in one state, by line: for a spreadsheet, and to mend a file by.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/audiences/{id}/recipients/export`
   */
  exportRecipients: (
    id: string,
    query?: QueryOf<'exportRecipients'>,
    options?: CallOptions,
  ) => Promise<AnswerOf<'exportRecipients'>>;
};

/** Dead letters */
export type DeadLettersCalls = {
  /**
   * Dead pushes by cause, most first.
   *
   * Grouped by app, template, reason and errcode, with what the errcode means. The members of a group: GET /v1/pushes?state=dead&appId=…&templateId=…&reason=…&errcode=… (`none` without an errcode). Of more than 100,000 dead letters the newest are counted.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/dead-letters`
   */
  list: (
    query?: QueryOf<'listDeadLetters'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listDeadLetters'>>;
  /**
   * Put a dead push back.
   *
   * It begins anew: a new time to live, a new retry budget, a new grant; without a grant it parks. 409 unless it is dead, and while it may have been delivered; 422 when it would only fail again.
   *
   * Scope: `operator`.
   *
   * `POST /v1/pushes/{id}/replay`
   */
  replayPush: (id: string, body?: PushReplay, options?: CallOptions) => Promise<Push>;
  /**
   * Give a dead push up for good.
   *
   * It becomes `cancelled` with the reason `discarded`. 409 unless it is dead.
   *
   * Scope: `operator`.
   *
   * `POST /v1/pushes/{id}/discard`
   */
  discardPush: (id: string, body: PushDiscard, options?: CallOptions) => Promise<Push>;
  /**
   * Preview a replay of dead letters, then start it.
   *
   * First `{filter, dryRun: true}`: what would happen, and a token. Then `{previewToken}`: the worker puts back what was dead at the preview, at a rate. The token works once; sent twice, the answer is the same replay.
   *
   * Scope: `operator`.
   *
   * `POST /v1/replays`
   */
  createReplay: (
    body: BodyOf<'createReplay'>,
    options?: CallOptions,
  ) => Promise<ReplayPreview | Replay>;
  /**
   * List replays, newest first.
   *
   * Scope: `operator`.
   *
   * `GET /v1/replays`
   */
  listReplays: (
    query?: QueryOf<'listReplays'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listReplays'>>;
  /**
   * Give dead letters up for good.
   *
   * First `POST /v1/replays` with `{filter, dryRun: true}`, which counts; then its token here. What was dead at the preview becomes `cancelled` with the reason `discarded`, and callers are told by `push.cancelled`. It cannot be taken back. May be repeated.
   *
   * Scope: `operator`.
   *
   * `POST /v1/dead-letters/discard`
   */
  discard: (body: DeadLetterDiscard, options?: CallOptions) => Promise<DiscardedDeadLetters>;
  /**
   * Read how far a replay is.
   *
   * Scope: `operator`.
   *
   * `GET /v1/replays/{id}`
   */
  getReplay: (id: string, options?: CallOptions) => Promise<Replay>;
  /**
   * Stop a replay for now.
   *
   * What it has put back goes on its way; the rest stays dead until it is resumed.
   *
   * Scope: `operator`.
   *
   * `POST /v1/replays/{id}/pause`
   */
  pauseReplay: (id: string, body?: BodyOf<'pauseReplay'>, options?: CallOptions) => Promise<Replay>;
  /**
   * Let a replay go on.
   *
   * From where it was paused, at the same rate.
   *
   * Scope: `operator`.
   *
   * `POST /v1/replays/{id}/resume`
   */
  resumeReplay: (
    id: string,
    body?: BodyOf<'resumeReplay'>,
    options?: CallOptions,
  ) => Promise<Replay>;
  /**
   * End a replay.
   *
   * What it has put back goes on its way; the rest stays dead.
   *
   * Scope: `operator`.
   *
   * `POST /v1/replays/{id}/cancel`
   */
  cancelReplay: (
    id: string,
    body?: BodyOf<'cancelReplay'>,
    options?: CallOptions,
  ) => Promise<Replay>;
};

/** Mini program */
export type MiniProgramCalls = {
  /**
   * Log a user in, with their phone if given.
   *
   * Finds or registers the openid behind the code and, with `phoneCode`, binds the phone to it. Pushes that waited for this phone are set going. The openid and the session_key are never sent to the client.
   *
   * `POST /v1/mp/login`
   */
  login: (body: Login, options?: CallOptions) => Promise<Session>;
  /**
   * Report what the user answered.
   *
   * Refused whole when a template is unknown. Parked pushes go out by themselves.
   *
   * `POST /v1/mp/grants`
   */
  recordGrants: (body: GrantReport, options: SessionCallOptions) => Promise<GrantReportAnswer>;
  /**
   * Which templates should this page ask for next?
   *
   * Parked demand first, then what the page keeps in stock (ask-plan), then what was never asked. Nothing while nothing presses: a stock above half of its target fills only the places that are left, and what the user refused in a pop-up rests for a day, after each further refusal twice as long, at most eight days.
   *
   * `GET /v1/mp/plan`
   */
  planAsks: (
    query: QueryOf<'planAsks'> | undefined,
    options: SessionCallOptions,
  ) => Promise<AskAdvice>;
};

/** From WeChat */
export type WechatCalls = {
  /**
   * Events posted by WeChat.
   *
   * Plain, compatible and safe mode, XML and JSON. Stored once and answered `success`; the worker processes it. What cannot be stored is answered 500, so that WeChat tries again.
   *
   * `POST /v1/wechat/{appId}/events`
   */
  receiveEvent: (
    appId: string,
    query: QueryOf<'receiveEvent'>,
    body: BodyOf<'receiveEvent'>,
    options?: CallOptions,
  ) => Promise<AnswerOf<'receiveEvent'>>;
  /**
   * WeChat’s check of the event URL.
   *
   * Answers `echostr` when the signature fits the app’s message token.
   *
   * `GET /v1/wechat/{appId}/events`
   */
  checkEventUrl: (
    appId: string,
    query: QueryOf<'checkEventUrl'>,
    options?: CallOptions,
  ) => Promise<AnswerOf<'checkEventUrl'>>;
};

/** Apps */
export type AppsCalls = {
  /**
   * Register a mini program.
   *
   * Scope: `admin`.
   *
   * `POST /v1/apps`
   */
  create: (body: NewApp, options?: CallOptions) => Promise<App>;
  /**
   * List mini programs, newest first.
   *
   * Scope: `operator`.
   *
   * `GET /v1/apps`
   */
  list: (query?: QueryOf<'listApps'>, options?: CallOptions) => PagedList<AnswerOf<'listApps'>>;
  /**
   * Read a mini program.
   *
   * Whether secrets are set; never what they are.
   *
   * Scope: `operator`.
   *
   * `GET /v1/apps/{appId}`
   */
  get: (appId: string, options?: CallOptions) => Promise<App>;
  /**
   * Change a mini program.
   *
   * Fields left out stay. Null takes away a message token, an AES key or a rate.
   *
   * Scope: `admin`.
   *
   * `PATCH /v1/apps/{appId}`
   */
  update: (appId: string, body: AppChange, options?: CallOptions) => Promise<App>;
  /**
   * Stop sending for a mini program.
   *
   * Pushes are still taken; they wait. Sends in flight finish.
   *
   * Scope: `admin`.
   *
   * `POST /v1/apps/{appId}/pause`
   */
  pause: (appId: string, body: PauseRequest, options?: CallOptions) => Promise<App>;
  /**
   * Send again.
   *
   * Ends a pause of any kind. Harmless when there is none.
   *
   * Scope: `admin`.
   *
   * `POST /v1/apps/{appId}/resume`
   */
  resume: (appId: string, body?: BodyOf<'resumeApp'>, options?: CallOptions) => Promise<App>;
  /**
   * Force a new access token.
   *
   * Kills the present token at once: for a token that leaked. WeChat allows 20 a day, 30 seconds apart: sooner is 409, more is 429 until midnight in Shanghai.
   *
   * Scope: `operator`.
   *
   * `POST /v1/apps/{appId}/token/refresh`
   */
  refreshToken: (
    appId: string,
    body?: BodyOf<'refreshToken'>,
    options?: CallOptions,
  ) => Promise<AnswerOf<'refreshToken'>>;
  /**
   * Say which page should ask for what.
   *
   * For each page the templates and how many grants to keep in stock. The planner (GET /v1/mp/plan) fills them up, parked demand first.
   *
   * Scope: `admin`.
   *
   * `PUT /v1/apps/{appId}/ask-plan`
   */
  setAskPlan: (appId: string, body: AskPlan, options?: CallOptions) => Promise<AskPlan>;
  /**
   * Say when and how often users may be sent something.
   *
   * Quiet hours in a time zone and caps for each user, for the whole app and for single templates; the rules as a whole, `{}` lifts all. They hold from the next push on that would be sent; what is held already is judged anew within seconds. A push with `isUrgent` is neither held nor dropped.
   *
   * Scope: `admin`.
   *
   * `PUT /v1/apps/{appId}/sending-rules`
   */
  setSendingRules: (
    appId: string,
    body: SendingRulesChange,
    options?: CallOptions,
  ) => Promise<SendingRules>;
};

/** Templates */
export type TemplatesCalls = {
  /**
   * Fetch the templates from WeChat.
   *
   * Templates that are gone at WeChat stay readable as `removed`. WeChat allows few of these calls a day.
   *
   * Scope: `admin`.
   *
   * `POST /v1/apps/{appId}/templates/sync`
   */
  sync: (appId: string, options?: CallOptions) => Promise<AnswerOf<'syncTemplates'>>;
  /**
   * List the templates as last synced.
   *
   * Scope: `template:read`.
   *
   * `GET /v1/apps/{appId}/templates`
   */
  list: (
    appId: string,
    query?: QueryOf<'listTemplates'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listTemplates'>>;
  /**
   * What syncs found, newest first.
   *
   * Templates added, changed and removed at WeChat, by whoever synced, and how many waiting pushes each change hurt.
   *
   * Scope: `template:read`.
   *
   * `GET /v1/apps/{appId}/templates/changes`
   */
  listChanges: (
    appId: string,
    query?: QueryOf<'listTemplateChanges'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listTemplateChanges'>>;
  /**
   * Stop sending one template.
   *
   * Pushes are still taken; they wait.
   *
   * Scope: `admin`.
   *
   * `POST /v1/apps/{appId}/templates/{templateId}/pause`
   */
  pause: (
    appId: string,
    templateId: string,
    body: PauseRequest,
    options?: CallOptions,
  ) => Promise<Template>;
  /**
   * Send a template again.
   *
   * Scope: `admin`.
   *
   * `POST /v1/apps/{appId}/templates/{templateId}/resume`
   */
  resume: (
    appId: string,
    templateId: string,
    body?: BodyOf<'resumeTemplate'>,
    options?: CallOptions,
  ) => Promise<Template>;
};

/** Users and grants */
export type UsersCalls = {
  /**
   * Bring users another system knows already.
   *
   * Registers or completes; may be repeated. Pushes that wait for one of them are set going.
   *
   * Scope: `grant:write`.
   *
   * `PUT /v1/apps/{appId}/users`
   */
  import: (
    appId: string,
    body: UserImport,
    options?: CallOptions,
  ) => Promise<AnswerOf<'importUsers'>>;
  /**
   * Bring grants another system collected.
   *
   * Adds to the ledger. With `counting: "more"` it is not idempotent by itself: send an Idempotency-Key. With `"total"` it may be repeated, with more or corrected rows too. Users unknown to the app are registered.
   *
   * Scope: `grant:write`.
   *
   * `POST /v1/apps/{appId}/grants`
   */
  importGrants: (
    appId: string,
    body: GrantImport,
    options?: CallOptions,
  ) => Promise<AnswerOf<'importGrants'>>;
  /**
   * Find users by phone or unionid.
   *
   * One phone with several openids: the newest binding first.
   *
   * Scope: `grant:read`.
   *
   * `POST /v1/apps/{appId}/users/search`
   */
  search: (
    appId: string,
    body: BodyOf<'searchUsers'>,
    options?: CallOptions,
  ) => Promise<AnswerOf<'searchUsers'>>;
  /**
   * Read a user and their balances.
   *
   * Scope: `grant:read`.
   *
   * `GET /v1/apps/{appId}/users/{openid}`
   */
  get: (appId: string, openid: string, options?: CallOptions) => Promise<User>;
  /**
   * Erase a user.
   *
   * What waits is cancelled; contents, addresses, logins, events and grants go; the states of pushes and these numbers, also in the audit, stay. 409 while a push to the user is `sending` or `unconfirmed`. A later login is a new user.
   *
   * Scope: `admin`.
   *
   * `DELETE /v1/apps/{appId}/users/{openid}`
   */
  erase: (
    appId: string,
    openid: string,
    body?: BodyOf<'eraseUser'>,
    options?: CallOptions,
  ) => Promise<ErasedUser>;
  /**
   * List a user’s grants with their evidence, newest first.
   *
   * Scope: `grant:read`.
   *
   * `GET /v1/apps/{appId}/users/{openid}/grants`
   */
  listGrants: (
    appId: string,
    openid: string,
    query?: QueryOf<'listGrants'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listGrants'>>;
  /**
   * What happened between a user and the app.
   *
   * Logins, answers to being asked, grants and pushes; the newest 200, newest first.
   *
   * Scope: `grant:read`.
   *
   * `GET /v1/apps/{appId}/users/{openid}/timeline`
   */
  readTimeline: (appId: string, openid: string, options?: CallOptions) => Promise<UserTimeline>;
  /**
   * Everything that is kept about a user.
   *
   * For a person who asks what is known of them: the phone is not masked.
   *
   * Scope: `admin`.
   *
   * `GET /v1/apps/{appId}/users/{openid}/export`
   */
  export: (appId: string, openid: string, options?: CallOptions) => Promise<UserExport>;
  /**
   * End a user’s sessions of the mini program.
   *
   * Every session token given out so far is refused: at once in this process, within a few seconds in the others. The mini program logs in again by itself. May be repeated.
   *
   * Scope: `operator`.
   *
   * `DELETE /v1/apps/{appId}/users/{openid}/sessions`
   */
  endSessions: (
    appId: string,
    openid: string,
    body?: BodyOf<'endSessions'>,
    options?: CallOptions,
  ) => Promise<void>;
  /**
   * How often the ledger believed in a grant that WeChat did not have.
   *
   * Per template, the worst first: sends refused with 43101 although the ledger held a grant, and the grants voided by that. The last 7 days unless `from` and `to` say otherwise; 31 at most.
   *
   * Scope: `grant:read`.
   *
   * `GET /v1/apps/{appId}/grant-drift`
   */
  readGrantDrift: (
    appId: string,
    query?: QueryOf<'readGrantDrift'>,
    options?: CallOptions,
  ) => Promise<GrantDrift>;
  /**
   * What grants are at hand, what waits for one, what came and went.
   *
   * Balances and parked pushes as they are; the rest from minute buckets, which the workers bring up to date every ten seconds.
   *
   * Scope: `grant:read`.
   *
   * `GET /v1/apps/{appId}/grant-flow`
   */
  readGrantFlow: (
    appId: string,
    query?: QueryOf<'readGrantFlow'>,
    options?: CallOptions,
  ) => Promise<GrantFlow>;
  /**
   * How long grants last.
   *
   * Per template, and by the age that a grant had when it was used: whether WeChat still had it. Of pushes created in the last 7 days unless `from` and `to` say otherwise; 31 at most.
   *
   * Scope: `grant:read`.
   *
   * `GET /v1/apps/{appId}/grant-survival`
   */
  readGrantSurvival: (
    appId: string,
    query?: QueryOf<'readGrantSurvival'>,
    options?: CallOptions,
  ) => Promise<GrantSurvival>;
};

/** Webhooks */
export type WebhooksCalls = {
  /**
   * Be told what becomes of your pushes.
   *
   * Callbacks follow Standard Webhooks: verify `webhook-signature` with the secret, which is shown once. An endpoint is told of the pushes of its own caller. A caller may have 10. A replay by Idempotency-Key answers without the secret: if that was lost, rotate it.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/webhook-endpoints`
   */
  createEndpoint: (body: NewWebhookEndpoint, options?: CallOptions) => Promise<MadeWebhookEndpoint>;
  /**
   * List endpoints, newest first.
   *
   * Those of the caller; an administrator sees those of all callers.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/webhook-endpoints`
   */
  listEndpoints: (
    query?: QueryOf<'listWebhookEndpoints'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listWebhookEndpoints'>>;
  /**
   * Read an endpoint.
   *
   * Its state says whether it is told anything, and if not, why.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/webhook-endpoints/{id}`
   */
  getEndpoint: (id: string, options?: CallOptions) => Promise<WebhookEndpoint>;
  /**
   * Change, disable or enable an endpoint.
   *
   * What a disabled endpoint misses is kept: enable it, then POST …/recover. What is waiting goes to the new URL.
   *
   * Scope: `push:write`.
   *
   * `PATCH /v1/webhook-endpoints/{id}`
   */
  updateEndpoint: (
    id: string,
    body: WebhookEndpointChange,
    options?: CallOptions,
  ) => Promise<WebhookEndpoint>;
  /**
   * Delete an endpoint.
   *
   * It is told nothing more; what was waiting for it is not told to anybody.
   *
   * Scope: `push:write`.
   *
   * `DELETE /v1/webhook-endpoints/{id}`
   */
  deleteEndpoint: (
    id: string,
    body?: BodyOf<'deleteWebhookEndpoint'>,
    options?: CallOptions,
  ) => Promise<void>;
  /**
   * Replace a secret without a gap.
   *
   * During the overlap each callback carries two signatures, of the present secret and of the new one. While an earlier overlap lasts, say by `endAtOnce` which of the two secrets ends now; without it the answer is 409.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/webhook-endpoints/{id}/rotate-secret`
   */
  rotateSecret: (
    id: string,
    body?: SecretRotation,
    options?: CallOptions,
  ) => Promise<WebhookEndpointWithSecret>;
  /**
   * Try an endpoint out.
   *
   * Posts a signed `webhook.test` once, within a second or two, also to a disabled endpoint. What it answered: GET /v1/callbacks/{id}.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/webhook-endpoints/{id}/test`
   */
  testEndpoint: (id: string, options?: CallOptions) => Promise<Callback>;
  /**
   * Be told again what was missed.
   *
   * Callbacks that failed, or came due while the endpoint was disabled, are told again by and by, with the ids they had. What was delivered is not. The endpoint must be enabled.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/webhook-endpoints/{id}/recover`
   */
  recoverEndpoint: (
    id: string,
    body: CallbackRecovery,
    options?: CallOptions,
  ) => Promise<WebhookEndpoint>;
  /**
   * What an endpoint was told, newest first.
   *
   * With the bodies, each try, and how the endpoint answered.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/webhook-endpoints/{id}/callbacks`
   */
  listEndpointCallbacks: (
    id: string,
    query?: QueryOf<'listEndpointCallbacks'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listEndpointCallbacks'>>;
  /**
   * Callbacks of all your endpoints, newest first.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/callbacks`
   */
  listCallbacks: (
    query?: QueryOf<'listCallbacks'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listCallbacks'>>;
  /**
   * Read a callback.
   *
   * With its body, each try, and how the endpoint answered.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/callbacks/{id}`
   */
  getCallback: (id: string, options?: CallOptions) => Promise<Callback>;
  /**
   * Tell a callback again.
   *
   * Within a second or two, ahead of others, also one that was delivered; its `webhook-id` stays, so that the receiver can know it. The endpoint must be enabled.
   *
   * Scope: `push:write`.
   *
   * `POST /v1/callbacks/{id}/resend`
   */
  resendCallback: (id: string, options?: CallOptions) => Promise<Callback>;
};

/** API keys */
export type ApiKeysCalls = {
  /**
   * Make a key for a business system.
   *
   * The key is shown once. Idempotency keys do not apply here.
   *
   * Scope: `admin`.
   *
   * `POST /v1/api-keys`
   */
  create: (body: NewApiKey, options?: CallOptions) => Promise<ApiKeyWithSecret>;
  /**
   * List keys, newest first.
   *
   * Without the keys themselves: they are not stored.
   *
   * Scope: `admin`.
   *
   * `GET /v1/api-keys`
   */
  list: (
    query?: QueryOf<'listApiKeys'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listApiKeys'>>;
  /**
   * Replace a key without a gap.
   *
   * The new key belongs to the same caller; the old one goes on working for the overlap.
   *
   * Scope: `admin`.
   *
   * `POST /v1/api-keys/{id}/rotate`
   */
  rotate: (id: string, body?: KeyRotation, options?: CallOptions) => Promise<ApiKeyWithSecret>;
  /**
   * End a key.
   *
   * At once in this process, within a few seconds in the others. With the last key of a caller its webhook endpoints are disabled as well. May be repeated.
   *
   * Scope: `admin`.
   *
   * `DELETE /v1/api-keys/{id}`
   */
  revoke: (id: string, body?: BodyOf<'revokeApiKey'>, options?: CallOptions) => Promise<void>;
};

/** Operating */
export type OperatingCalls = {
  /**
   * How it goes now, and what happened minute by minute.
   *
   * Counted from open pushes, the rows of the last seconds, and minute buckets, which the workers bring up to date every ten seconds; never from history. A key that is bound to apps is told of those apps alone.
   *
   * Scope: `push:read`.
   *
   * `GET /v1/stats`
   */
  readStats: (query?: QueryOf<'readStats'>, options?: CallOptions) => Promise<Stats>;
  /**
   * Why pushes were not delivered, and whether it grows.
   *
   * By errcode and by reason, most first, each with what it means and what can be done; from minute buckets, which the workers bring up to date every ten seconds. The pushes behind a cause: GET /v1/pushes?errcode=… for `refused`, else ?state=…&reason=….
   *
   * Scope: `push:read`.
   *
   * `GET /v1/causes`
   */
  readCauses: (query?: QueryOf<'readCauses'>, options?: CallOptions) => Promise<Causes>;
  /**
   * Who changed what, newest first.
   *
   * A key that is bound to apps is told of those apps alone.
   *
   * Scope: `operator`.
   *
   * `GET /v1/audit`
   */
  listAudit: (
    query?: QueryOf<'listAudit'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listAudit'>>;
  /**
   * Who changed what, as a file.
   *
   * The newest 10000 entries, newest first, as CSV for spreadsheets or as a line of JSON each. A key that is bound to apps is told of those apps alone.
   *
   * Scope: `operator`.
   *
   * `GET /v1/audit/export`
   */
  exportAudit: (
    query?: QueryOf<'exportAudit'>,
    options?: CallOptions,
  ) => Promise<AnswerOf<'exportAudit'>>;
  /**
   * What an operator should look at, newest first.
   *
   * A key that is bound to apps is told of those apps alone.
   *
   * Scope: `operator`.
   *
   * `GET /v1/alarms`
   */
  listAlarms: (
    query?: QueryOf<'listAlarms'>,
    options?: CallOptions,
  ) => PagedList<AnswerOf<'listAlarms'>>;
  /**
   * Say that somebody looks after it.
   *
   * It is raised anew when its cause comes back.
   *
   * Scope: `operator`.
   *
   * `POST /v1/alarms/{id}/acknowledge`
   */
  acknowledgeAlarm: (id: string, options?: CallOptions) => Promise<Alarm>;
};

/** Console */
export type ConsoleCalls = {
  /**
   * How one may sign in to the console.
   *
   * `GET /v1/console/sign-in-options`
   */
  listSignInOptions: (options?: CallOptions) => Promise<SignInOptions>;
  /**
   * Sign in to the console.
   *
   * Exchanges a key for a cookie that authenticates every call as the key would, for twelve hours at most; whatever is not GET or HEAD needs the `csrfToken` beside it. A call with the header `X-Unattended` does not keep the session from lying unused. An address that sends ten wrong keys in a minute waits.
   *
   * `POST /v1/console/session`
   */
  signIn: (body: SignIn, options?: CallOptions) => Promise<ConsoleSession>;
  /**
   * Who is signed in to the console.
   *
   * `GET /v1/console/session`
   */
  getSession: (options?: CallOptions) => Promise<ConsoleSession>;
  /**
   * Sign out of the console.
   *
   * `DELETE /v1/console/session`
   */
  signOut: (options?: CallOptions) => Promise<void>;
};

export type ApiCalls = {
  pushes: PushesCalls;
  audiences: AudiencesCalls;
  deadLetters: DeadLettersCalls;
  miniProgram: MiniProgramCalls;
  wechat: WechatCalls;
  apps: AppsCalls;
  templates: TemplatesCalls;
  users: UsersCalls;
  webhooks: WebhooksCalls;
  apiKeys: ApiKeysCalls;
  operating: OperatingCalls;
  console: ConsoleCalls;
};

export const apiCalls = {
  pushes: {
    create: {
      operationId: 'createPush',
      method: 'POST',
      path: '/v1/pushes',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [202],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: true,
      pagedBy: null,
    },
    list: {
      operationId: 'listPushes',
      method: 'GET',
      path: '/v1/pushes',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    createBatch: {
      operationId: 'createPushBatch',
      method: 'POST',
      path: '/v1/pushes/batch',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [202],
      answerHas: ['results'],
      takesIdempotencyKey: true,
      pagedBy: null,
    },
    explain: {
      operationId: 'explainPush',
      method: 'POST',
      path: '/v1/pushes/explain',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['verdict', 'checks'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    search: {
      operationId: 'searchPushes',
      method: 'POST',
      path: '/v1/pushes/search',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'body',
    },
    get: {
      operationId: 'getPush',
      method: 'GET',
      path: '/v1/pushes/{id}',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    getTimeline: {
      operationId: 'getPushTimeline',
      method: 'GET',
      path: '/v1/pushes/{id}/timeline',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['push', 'data'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    foreseeActions: {
      operationId: 'foreseeActions',
      method: 'GET',
      path: '/v1/pushes/{id}/actions',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'waitsFor'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    cancel: {
      operationId: 'cancelPush',
      method: 'POST',
      path: '/v1/pushes/{id}/cancel',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    giveVerdict: {
      operationId: 'giveVerdict',
      method: 'POST',
      path: '/v1/pushes/{id}/verdict',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  audiences: {
    create: {
      operationId: 'createAudience',
      method: 'POST',
      path: '/v1/audiences',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [201],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: true,
      pagedBy: null,
    },
    list: {
      operationId: 'listAudiences',
      method: 'GET',
      path: '/v1/audiences',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    uploadRecipients: {
      operationId: 'uploadRecipients',
      method: 'PUT',
      path: '/v1/audiences/{id}/recipients',
      auth: 'key',
      hasQuery: false,
      bodyType: 'text/csv',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    listRecipients: {
      operationId: 'listRecipients',
      method: 'GET',
      path: '/v1/audiences/{id}/recipients',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    preview: {
      operationId: 'previewAudience',
      method: 'POST',
      path: '/v1/audiences/{id}/preview',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['recipients', 'wouldSend'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    start: {
      operationId: 'startAudience',
      method: 'POST',
      path: '/v1/audiences/{id}/start',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    pause: {
      operationId: 'pauseAudience',
      method: 'POST',
      path: '/v1/audiences/{id}/pause',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    resume: {
      operationId: 'resumeAudience',
      method: 'POST',
      path: '/v1/audiences/{id}/resume',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    cancel: {
      operationId: 'cancelAudience',
      method: 'POST',
      path: '/v1/audiences/{id}/cancel',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    get: {
      operationId: 'getAudience',
      method: 'GET',
      path: '/v1/audiences/{id}',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    getReport: {
      operationId: 'getAudienceReport',
      method: 'GET',
      path: '/v1/audiences/{id}/report',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['audience', 'pushes'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    exportRecipients: {
      operationId: 'exportRecipients',
      method: 'GET',
      path: '/v1/audiences/{id}/recipients/export',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'text',
      statuses: [200],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  deadLetters: {
    list: {
      operationId: 'listDeadLetters',
      method: 'GET',
      path: '/v1/dead-letters',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    replayPush: {
      operationId: 'replayPush',
      method: 'POST',
      path: '/v1/pushes/{id}/replay',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    discardPush: {
      operationId: 'discardPush',
      method: 'POST',
      path: '/v1/pushes/{id}/discard',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    createReplay: {
      operationId: 'createReplay',
      method: 'POST',
      path: '/v1/replays',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200, 202],
      answerHas: ['mayDuplicate'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    listReplays: {
      operationId: 'listReplays',
      method: 'GET',
      path: '/v1/replays',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    discard: {
      operationId: 'discardDeadLetters',
      method: 'POST',
      path: '/v1/dead-letters/discard',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['discarded', 'isComplete'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    getReplay: {
      operationId: 'getReplay',
      method: 'GET',
      path: '/v1/replays/{id}',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'state'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    pauseReplay: {
      operationId: 'pauseReplay',
      method: 'POST',
      path: '/v1/replays/{id}/pause',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'state'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    resumeReplay: {
      operationId: 'resumeReplay',
      method: 'POST',
      path: '/v1/replays/{id}/resume',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'state'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    cancelReplay: {
      operationId: 'cancelReplay',
      method: 'POST',
      path: '/v1/replays/{id}/cancel',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'state'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  miniProgram: {
    login: {
      operationId: 'login',
      method: 'POST',
      path: '/v1/mp/login',
      auth: 'none',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['sessionToken', 'expiresInSeconds'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    recordGrants: {
      operationId: 'recordGrants',
      method: 'POST',
      path: '/v1/mp/grants',
      auth: 'session',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['recorded', 'balances'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    planAsks: {
      operationId: 'planAsks',
      method: 'GET',
      path: '/v1/mp/plan',
      auth: 'session',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['templateIds', 'reasons'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  wechat: {
    receiveEvent: {
      operationId: 'receiveEvent',
      method: 'POST',
      path: '/v1/wechat/{appId}/events',
      auth: 'none',
      hasQuery: true,
      bodyType: 'application/xml',
      answer: 'text',
      statuses: [200],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    checkEventUrl: {
      operationId: 'checkEventUrl',
      method: 'GET',
      path: '/v1/wechat/{appId}/events',
      auth: 'none',
      hasQuery: true,
      bodyType: null,
      answer: 'text',
      statuses: [200],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  apps: {
    create: {
      operationId: 'createApp',
      method: 'POST',
      path: '/v1/apps',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [201],
      answerHas: ['appId', 'name'],
      takesIdempotencyKey: true,
      pagedBy: null,
    },
    list: {
      operationId: 'listApps',
      method: 'GET',
      path: '/v1/apps',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    get: {
      operationId: 'getApp',
      method: 'GET',
      path: '/v1/apps/{appId}',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['appId', 'name'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    update: {
      operationId: 'updateApp',
      method: 'PATCH',
      path: '/v1/apps/{appId}',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['appId', 'name'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    pause: {
      operationId: 'pauseApp',
      method: 'POST',
      path: '/v1/apps/{appId}/pause',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['appId', 'name'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    resume: {
      operationId: 'resumeApp',
      method: 'POST',
      path: '/v1/apps/{appId}/resume',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['appId', 'name'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    refreshToken: {
      operationId: 'refreshToken',
      method: 'POST',
      path: '/v1/apps/{appId}/token/refresh',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['generation', 'expiresAt'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    setAskPlan: {
      operationId: 'setAskPlan',
      method: 'PUT',
      path: '/v1/apps/{appId}/ask-plan',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['pages'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    setSendingRules: {
      operationId: 'setSendingRules',
      method: 'PUT',
      path: '/v1/apps/{appId}/sending-rules',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  templates: {
    sync: {
      operationId: 'syncTemplates',
      method: 'POST',
      path: '/v1/apps/{appId}/templates/sync',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['added', 'changed'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    list: {
      operationId: 'listTemplates',
      method: 'GET',
      path: '/v1/apps/{appId}/templates',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    listChanges: {
      operationId: 'listTemplateChanges',
      method: 'GET',
      path: '/v1/apps/{appId}/templates/changes',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    pause: {
      operationId: 'pauseTemplate',
      method: 'POST',
      path: '/v1/apps/{appId}/templates/{templateId}/pause',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['templateId', 'title'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    resume: {
      operationId: 'resumeTemplate',
      method: 'POST',
      path: '/v1/apps/{appId}/templates/{templateId}/resume',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['templateId', 'title'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  users: {
    import: {
      operationId: 'importUsers',
      method: 'PUT',
      path: '/v1/apps/{appId}/users',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['imported'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    importGrants: {
      operationId: 'importGrants',
      method: 'POST',
      path: '/v1/apps/{appId}/grants',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['imported', 'released'],
      takesIdempotencyKey: true,
      pagedBy: null,
    },
    search: {
      operationId: 'searchUsers',
      method: 'POST',
      path: '/v1/apps/{appId}/users/search',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    get: {
      operationId: 'getUser',
      method: 'GET',
      path: '/v1/apps/{appId}/users/{openid}',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['openid', 'balances'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    erase: {
      operationId: 'eraseUser',
      method: 'DELETE',
      path: '/v1/apps/{appId}/users/{openid}',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['pushes', 'cancelled'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    listGrants: {
      operationId: 'listGrants',
      method: 'GET',
      path: '/v1/apps/{appId}/users/{openid}/grants',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    readTimeline: {
      operationId: 'readUserTimeline',
      method: 'GET',
      path: '/v1/apps/{appId}/users/{openid}/timeline',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    export: {
      operationId: 'exportUser',
      method: 'GET',
      path: '/v1/apps/{appId}/users/{openid}/export',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['openid', 'createdAt'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    endSessions: {
      operationId: 'endSessions',
      method: 'DELETE',
      path: '/v1/apps/{appId}/users/{openid}/sessions',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'empty',
      statuses: [204],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    readGrantDrift: {
      operationId: 'readGrantDrift',
      method: 'GET',
      path: '/v1/apps/{appId}/grant-drift',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['from', 'to'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    readGrantFlow: {
      operationId: 'readGrantFlow',
      method: 'GET',
      path: '/v1/apps/{appId}/grant-flow',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['at', 'templates'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    readGrantSurvival: {
      operationId: 'readGrantSurvival',
      method: 'GET',
      path: '/v1/apps/{appId}/grant-survival',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['from', 'to'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  webhooks: {
    createEndpoint: {
      operationId: 'createWebhookEndpoint',
      method: 'POST',
      path: '/v1/webhook-endpoints',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [201],
      answerHas: ['id', 'url'],
      takesIdempotencyKey: true,
      pagedBy: null,
    },
    listEndpoints: {
      operationId: 'listWebhookEndpoints',
      method: 'GET',
      path: '/v1/webhook-endpoints',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    getEndpoint: {
      operationId: 'getWebhookEndpoint',
      method: 'GET',
      path: '/v1/webhook-endpoints/{id}',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'url'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    updateEndpoint: {
      operationId: 'updateWebhookEndpoint',
      method: 'PATCH',
      path: '/v1/webhook-endpoints/{id}',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'url'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    deleteEndpoint: {
      operationId: 'deleteWebhookEndpoint',
      method: 'DELETE',
      path: '/v1/webhook-endpoints/{id}',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'empty',
      statuses: [204],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    rotateSecret: {
      operationId: 'rotateWebhookSecret',
      method: 'POST',
      path: '/v1/webhook-endpoints/{id}/rotate-secret',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [201],
      answerHas: ['id', 'url'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    testEndpoint: {
      operationId: 'testWebhookEndpoint',
      method: 'POST',
      path: '/v1/webhook-endpoints/{id}/test',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [202],
      answerHas: ['id', 'type'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    recoverEndpoint: {
      operationId: 'recoverWebhookEndpoint',
      method: 'POST',
      path: '/v1/webhook-endpoints/{id}/recover',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [202],
      answerHas: ['id', 'url'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    listEndpointCallbacks: {
      operationId: 'listEndpointCallbacks',
      method: 'GET',
      path: '/v1/webhook-endpoints/{id}/callbacks',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    listCallbacks: {
      operationId: 'listCallbacks',
      method: 'GET',
      path: '/v1/callbacks',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    getCallback: {
      operationId: 'getCallback',
      method: 'GET',
      path: '/v1/callbacks/{id}',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'type'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    resendCallback: {
      operationId: 'resendCallback',
      method: 'POST',
      path: '/v1/callbacks/{id}/resend',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [202],
      answerHas: ['id', 'type'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  apiKeys: {
    create: {
      operationId: 'createApiKey',
      method: 'POST',
      path: '/v1/api-keys',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [201],
      answerHas: ['id', 'name'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    list: {
      operationId: 'listApiKeys',
      method: 'GET',
      path: '/v1/api-keys',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    rotate: {
      operationId: 'rotateApiKey',
      method: 'POST',
      path: '/v1/api-keys/{id}/rotate',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [201],
      answerHas: ['id', 'name'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    revoke: {
      operationId: 'revokeApiKey',
      method: 'DELETE',
      path: '/v1/api-keys/{id}',
      auth: 'key',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'empty',
      statuses: [204],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  operating: {
    readStats: {
      operationId: 'readStats',
      method: 'GET',
      path: '/v1/stats',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['at', 'open'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    readCauses: {
      operationId: 'readCauses',
      method: 'GET',
      path: '/v1/causes',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['at', 'accepted'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    listAudit: {
      operationId: 'listAudit',
      method: 'GET',
      path: '/v1/audit',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    exportAudit: {
      operationId: 'exportAudit',
      method: 'GET',
      path: '/v1/audit/export',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'text',
      statuses: [200],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    listAlarms: {
      operationId: 'listAlarms',
      method: 'GET',
      path: '/v1/alarms',
      auth: 'key',
      hasQuery: true,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['data', 'nextCursor'],
      takesIdempotencyKey: false,
      pagedBy: 'query',
    },
    acknowledgeAlarm: {
      operationId: 'acknowledgeAlarm',
      method: 'POST',
      path: '/v1/alarms/{id}/acknowledge',
      auth: 'key',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['id', 'appId'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
  console: {
    listSignInOptions: {
      operationId: 'listSignInOptions',
      method: 'GET',
      path: '/v1/console/sign-in-options',
      auth: 'none',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['oidc'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    signIn: {
      operationId: 'signIn',
      method: 'POST',
      path: '/v1/console/session',
      auth: 'none',
      hasQuery: false,
      bodyType: 'application/json',
      answer: 'json',
      statuses: [201],
      answerHas: ['role', 'caller'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    getSession: {
      operationId: 'getConsoleSession',
      method: 'GET',
      path: '/v1/console/session',
      auth: 'none',
      hasQuery: false,
      bodyType: null,
      answer: 'json',
      statuses: [200],
      answerHas: ['role', 'caller'],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
    signOut: {
      operationId: 'signOut',
      method: 'DELETE',
      path: '/v1/console/session',
      auth: 'none',
      hasQuery: false,
      bodyType: null,
      answer: 'empty',
      statuses: [204],
      answerHas: [],
      takesIdempotencyKey: false,
      pagedBy: null,
    },
  },
} as const satisfies Record<string, Record<string, CallDescription>>;
