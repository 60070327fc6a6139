import type {
  Lang,
  MiniprogramState,
  Outcome,
  TemplateKeyword,
  TemplateKind,
} from '@yuexin/domain';

/** A call's answer when it is not about a send: either the value, or WeChat's refusal, or no answer. */
export type CallResult<T> =
  | { kind: 'ok'; value: T }
  | { kind: 'refused'; errcode: number; errmsg: string; rid: string | null }
  | { kind: 'unreachable'; cause: string; httpStatus: number | null };

export type SendMessage = {
  openid: string;
  templateId: string;
  data: Readonly<Record<string, { value: string }>>;
  page: string | null;
  miniprogramState: MiniprogramState;
  lang: Lang;
};

export type SentReply = {
  outcome: Outcome;
  httpStatus: number | null;
  errmsg: string | null;
  durationMs: number;
};

export type WechatTemplate = {
  templateId: string;
  title: string;
  kind: TemplateKind;
  content: string;
  example: string;
  keywords: TemplateKeyword[];
};

export type Quota = {
  dailyLimit: number;
  used: number;
  remain: number;
  rate: { callCount: number; refreshSeconds: number } | null;
};

/** WeChat's server API, as far as Yuexin needs it. Never throws for what WeChat or the network does. */
export type WechatClient = {
  getStableToken(input: {
    appId: string;
    secret: string;
    forceRefresh?: boolean;
    signal?: AbortSignal;
  }): Promise<CallResult<{ accessToken: string; expiresInSeconds: number }>>;
  codeToSession(input: {
    appId: string;
    secret: string;
    code: string;
    signal?: AbortSignal;
  }): Promise<CallResult<{ openid: string; sessionKey: string; unionid: string | null }>>;
  getPhoneNumber(input: {
    accessToken: string;
    appId: string;
    code: string;
    openid?: string;
    signal?: AbortSignal;
  }): Promise<CallResult<{ /** E.164, e.g. +8613800000000 */ phone: string }>>;
  /** `deadlineAt` (wall) and `deadlineMonotonicMs` (performance.now()) are checked directly before the request is written; past either: `not-sent`. */
  sendSubscribeMessage(input: {
    accessToken: string;
    message: SendMessage;
    deadlineAt: Date;
    deadlineMonotonicMs: number;
    signal?: AbortSignal;
  }): Promise<SentReply>;
  listTemplates(input: {
    accessToken: string;
    signal?: AbortSignal;
  }): Promise<CallResult<WechatTemplate[]>>;
  getQuota(input: {
    accessToken: string;
    cgiPath: string;
    signal?: AbortSignal;
  }): Promise<CallResult<Quota>>;
  close(): Promise<void>;
};

/** A token as stored for all processes. `generation` grows with every different token string. */
export type StoredToken = {
  accessToken: string;
  generation: number;
  expiresAt: Date;
  refreshedAt: Date;
};

/** `used-up`: no more forced refreshes until `until`. */
export type ForcedLease =
  { kind: 'taken'; leaseId: string } | { kind: 'held' } | { kind: 'used-up'; until: Date };

/** Where the token lives (PostgreSQL); implemented by storage, passed in by the services. */
export type TokenStore = {
  read(appId: string): Promise<StoredToken | null>;
  /**
   * One UPDATE … RETURNING: the id of a lease for the one caller that may refresh generation `generation` (0 = none yet),
   * null for all others. It ends by itself after 15 s. With `notBefore` it is given only when nobody refreshed since:
   * refreshedAt <= notBefore.
   */
  takeRefreshLease(input: {
    appId: string;
    generation: number;
    notBefore?: Date;
  }): Promise<string | null>;
  /**
   * The same for a forced refresh, which counts: at most `perDay` of them in one day of Asia/Shanghai, whatever became of
   * them, and none when another was begun since `notBefore`.
   */
  takeForcedLease(input: {
    appId: string;
    generation: number;
    notBefore: Date;
    perDay: number;
  }): Promise<ForcedLease>;
  /**
   * The same string again only changes expiry and refreshedAt; another one is a new generation. Ends the lease. Null, and
   * nothing is written, when `leaseId` is no longer the lease in force: its holder was away too long.
   */
  save(input: {
    appId: string;
    accessToken: string;
    expiresAt: Date;
    leaseId: string;
  }): Promise<StoredToken | null>;
  /** Ends this lease after a failed refresh; another's stays. */
  releaseLease(input: { appId: string; leaseId: string }): Promise<void>;
};

export type TokenSource = {
  /** A token believed good, refreshing when needed. Throws AppError `unavailable` (retryable) or `wechat-refused` (details.errcode: configuration). */
  get(appId: string, signal?: AbortSignal): Promise<{ accessToken: string; generation: number }>;
  /** True when `get` would answer from memory, without a wait. */
  isAtHand(appId: string): boolean;
  /**
   * WeChat refused this generation (40001, 40014, 42001). At most one refresh per generation follows, over all processes.
   * `startedAt` is when the refused attempt began: a late answer then does not count as a second refusal. Never rejects,
   * need not be awaited: what went wrong is told by the next `get`.
   */
  refused(input: {
    appId: string;
    generation: number;
    errcode: number;
    startedAt?: Date;
  }): Promise<void>;
  /**
   * A call with this generation that began at `startedAt` was accepted: a refusal before it was WeChat's own confusion
   * (wechat-facts 8.1), and the next one counts as the first again.
   */
  worked(input: { appId: string; generation: number; startedAt: Date }): void;
  /** Refreshes when less than the margin is left; called by a sweep. Resolves to whether it did. */
  refreshEarly(appId: string): Promise<boolean>;
  /**
   * An operator's forced refresh. Throws `conflict` when the token was refreshed less than 30 s ago, `rate-limited` when
   * the 20 of the day are used up, both over all processes.
   */
  force(appId: string): Promise<{ generation: number; expiresAt: Date }>;
};
