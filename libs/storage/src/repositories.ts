import type {
  GrantSource,
  GrantState,
  Lang,
  MiniprogramState,
  OnNoGrant,
  OnUnconfirmed,
  Priority,
  PushState,
  Reason,
  TemplateKeyword,
  TemplateKind,
} from '@yuexin/domain';
import type { Balance, TransitionRow } from './hot-path.ts';

export type Page<T> = { items: T[]; nextCursor: string | null };

export type AppRow = {
  appId: string;
  name: string;
  hasMessageToken: boolean;
  hasEncodingAesKey: boolean;
  miniprogramState: MiniprogramState;
  sendRatePerSecond: number | null;
  defaultTtlSeconds: number;
  grantSource: GrantSource;
  askPlan: { pages: { page: string; templates: { templateId: string; target: number }[] }[] };
  pause: { kind: PauseKind; reason: Reason; until: Date | null; since: Date } | null;
  createdAt: Date;
  updatedAt: Date;
};
export type PauseKind = 'operator' | 'quota-minute' | 'quota-daily' | 'configuration' | 'token';
export type AppSecrets = {
  appSecret: string;
  messageToken: string | null;
  encodingAesKey: string | null;
};
export type NewApp = {
  appId: string;
  name: string;
  appSecret: string;
  messageToken?: string | null;
  encodingAesKey?: string | null;
  miniprogramState?: MiniprogramState;
  sendRatePerSecond?: number | null;
  defaultTtlSeconds?: number;
  grantSource?: GrantSource;
};
export type AppRepository = {
  /** Throws conflict when the app exists. */
  create(app: NewApp): Promise<AppRow>;
  update(appId: string, change: Partial<Omit<NewApp, 'appId'>>): Promise<AppRow | null>;
  setAskPlan(appId: string, askPlan: AppRow['askPlan']): Promise<AppRow | null>;
  find(appId: string): Promise<AppRow | null>;
  list(): Promise<AppRow[]>;
  readSecrets(appId: string): Promise<AppSecrets | null>;
  /** A pause never shortens a harder one (operator and configuration outlast quota). */
  pause(input: {
    appId: string;
    kind: PauseKind;
    reason: Reason;
    until: Date | null;
  }): Promise<AppRow | null>;
  resume(appId: string): Promise<AppRow | null>;
};

export type ApiKeyRow = {
  id: string;
  callerId: string;
  name: string;
  scopes: string[];
  appIds: string[] | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  createdAt: Date;
};
export type ApiKeyRepository = {
  /** The key itself is returned here and never again; only its SHA-256 is stored. */
  create(input: {
    name: string;
    scopes: string[];
    appIds: string[] | null;
    expiresAt: Date | null;
    callerId?: string;
  }): Promise<{ row: ApiKeyRow; key: string }>;
  /** Null for unknown, revoked and expired keys. Cached by the caller at most a few seconds. */
  findByKey(key: string): Promise<ApiKeyRow | null>;
  list(): Promise<ApiKeyRow[]>;
  find(id: string): Promise<ApiKeyRow | null>;
  revoke(id: string, at: Date): Promise<ApiKeyRow | null>;
};

export type UserRow = {
  id: string;
  appId: string;
  openid: string;
  unionid: string | null;
  /** E.164, decrypted. Mask before it leaves the process. */
  phone: string | null;
  lastLoginAt: Date | null;
  createdAt: Date;
};
export type UserRepository = {
  /** Finds or registers by (app, openid); records the login; binds phone and unionid when given. */
  recordLogin(input: {
    appId: string;
    openid: string;
    unionid: string | null;
    phone: string | null;
    at: Date;
  }): Promise<{ user: UserRow; isNew: boolean; isPhoneBound: boolean }>;
  importUsers(
    appId: string,
    users: readonly { openid: string; phone: string | null; unionid: string | null }[],
  ): Promise<UserRow[]>;
  findById(id: string): Promise<UserRow | null>;
  findByOpenid(appId: string, openid: string): Promise<UserRow | null>;
  /** Newest binding first. */
  findByPhone(appId: string, phone: string): Promise<UserRow[]>;
  findByUnionid(appId: string, unionid: string): Promise<UserRow[]>;
  /** One round trip for a batch: for each address the user, or null; `isElsewhere` when the openid is known in another app only. */
  resolve(
    addresses: readonly { appId: string; openid?: string; phone?: string; unionid?: string }[],
  ): Promise<{ user: { id: string; openid: string } | null; isElsewhere: boolean }[]>;
  balances(userId: string): Promise<Record<string, Balance>>;
  /** Registers a user that is only known by name of openid (onUnknownRecipient: park). */
  register(appId: string, openid: string): Promise<UserRow>;
};

export type GrantRow = {
  id: string;
  templateId: string;
  state: GrantState;
  isStanding: boolean;
  isDoubtful: boolean;
  evidence: 'reported' | 'witnessed' | 'both' | 'imported';
  obtainedAt: Date;
  pushId: string | null;
  voidReason: string | null;
  updatedAt: Date;
};
export type GrantRepository = {
  listByUser(input: {
    userId: string;
    templateId?: string;
    limit: number;
    cursor: string | null;
  }): Promise<Page<GrantRow>>;
  /** For the planner: per template of this user: parked demand, balance, last answers. */
  askFacts(userId: string): Promise<
    {
      templateId: string;
      available: number;
      parked: number;
      hasStandingReject: boolean;
      lastAskedAt: Date | null;
    }[]
  >;
};

export type TemplateRow = {
  appId: string;
  templateId: string;
  title: string;
  kind: TemplateKind;
  content: string;
  example: string;
  keywords: TemplateKeyword[];
  state: 'active' | 'paused' | 'removed';
  pause: { reason: Reason; until: Date | null } | null;
  syncedAt: Date;
};
export type TemplateRepository = {
  find(appId: string, templateId: string): Promise<TemplateRow | null>;
  list(appId: string): Promise<TemplateRow[]>;
  /** Replaces what the app has by what WeChat lists; rows are kept as `removed`. */
  sync(
    appId: string,
    templates: readonly Omit<TemplateRow, 'appId' | 'state' | 'pause' | 'syncedAt'>[],
  ): Promise<{ added: string[]; changed: string[]; removed: string[] }>;
  pause(input: {
    appId: string;
    templateId: string;
    reason: Reason;
    until: Date | null;
  }): Promise<TemplateRow | null>;
  resume(appId: string, templateId: string): Promise<TemplateRow | null>;
};

export type PushRow = {
  id: string;
  appId: string;
  templateId: string;
  callerId: string;
  userId: string | null;
  openid: string | null;
  phone: string | null;
  unionid: string | null;
  data: Record<string, { value: string }>;
  page: string | null;
  lang: Lang;
  miniprogramState: MiniprogramState;
  priority: Priority;
  onNoGrant: OnNoGrant;
  onUnconfirmed: OnUnconfirmed;
  bizId: string | null;
  metadata: Record<string, unknown> | null;
  ttlSeconds: number;
  state: PushState;
  reason: Reason | null;
  delivery: 'pending' | 'confirmed' | 'failed' | null;
  cycle: number;
  attempts: number;
  lastAttempt: {
    errcode: number | null;
    rid: string | null;
    msgid: string | null;
    at: Date;
  } | null;
  grantId: string | null;
  sendAt: Date | null;
  dueAt: Date;
  expiresAt: Date;
  sentAt: Date | null;
  confirmedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};
export type PushFilter = {
  appIds?: readonly string[];
  callerId?: string;
  states?: readonly PushState[];
  templateId?: string;
  openid?: string;
  phone?: string;
  bizId?: string;
  errcode?: number;
  rid?: string;
  from?: Date;
  to?: Date;
};
export type AttemptRow = {
  id: string;
  number: number;
  startedAt: Date;
  finishedAt: Date | null;
  durationMs: number | null;
  outcome: 'accepted' | 'refused' | 'not-sent' | 'unconfirmed' | null;
  errcode: number | null;
  errmsg: string | null;
  rid: string | null;
  msgid: string | null;
  httpStatus: number | null;
  cause: string | null;
  isLate: boolean;
  grantId: string | null;
  tokenGeneration: number | null;
};
export type PushHistory = {
  push: PushRow;
  attempts: AttemptRow[];
  transitions: TransitionRow[];
  grants: GrantRow[];
  sentEvents: {
    at: Date;
    receivedAt: Date;
    msgid: string;
    errorCode: string;
    errorStatus: string;
  }[];
  operatorActions: AuditRow[];
};
export type PushRepository = {
  findMany(ids: readonly string[]): Promise<PushRow[]>;
  find(id: string): Promise<PushRow | null>;
  list(input: { filter: PushFilter; limit: number; cursor: string | null }): Promise<Page<PushRow>>;
  history(id: string): Promise<PushHistory | null>;
};

export type NewEvent = {
  appId: string;
  dedupeHash: Buffer;
  type: string;
  openid: string;
  createdAt: Date;
  /** The parsed items: see wechat-client's event parser. */
  payload: Record<string, unknown>;
};
export type EventRepository = {
  /** Resolves to false when the same event is stored already. */
  store(event: NewEvent): Promise<boolean>;
};

export type AuditRow = {
  id: string;
  at: Date;
  actor: string;
  action: string;
  target: string;
  appId: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  requestId: string | null;
};
export type AuditRepository = {
  append(entry: Omit<AuditRow, 'id' | 'at'>): Promise<void>;
  list(input: { target?: string; limit: number; cursor: string | null }): Promise<Page<AuditRow>>;
};

export type UpkeepRepository = {
  /** True when this process won the run of `name` now; the next may start `intervalMs` later. */
  takeTurn(name: string, intervalMs: number): Promise<boolean>;
  reportTurn(name: string, result: { touched: number; error: string | null }): Promise<void>;
  beat(input: { processId: string; role: 'api' | 'worker' }): Promise<void>;
  /** Upserts by (app, code), counting. Resolves to true the first time (or after an acknowledgement). */
  raiseAlarm(input: { appId: string | null; code: string; message: string }): Promise<boolean>;
  saveQuota(input: {
    appId: string;
    cgiPath: string;
    dailyLimit: number;
    used: number;
    remain: number;
  }): Promise<void>;
  /** Open pushes by app and state, from open rows only: for gauges. */
  countOpen(): Promise<{ appId: string; state: PushState; count: number }[]>;
};
