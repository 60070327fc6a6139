import type {
  AskResult,
  Decision,
  Lang,
  MiniprogramState,
  OnNoGrant,
  OnUnconfirmed,
  Outcome,
  Priority,
  PushState,
  Reason,
  UnconfirmedEvidence,
} from '@yuexin/domain';

/** A push that must be put on its app's queue now (or after delayMs); returned by everything that makes one due. */
export type DuePush = {
  appId: string;
  pushId: string;
  cycle: number;
  priority: Priority;
  delayMs: number;
};

/** A push as accept stores it: parsed, validated and with its recipient looked up. */
export type NewPush = {
  id: string;
  appId: string;
  templateId: string;
  callerId: string;
  /** Null: the recipient is unknown yet and the push parks until a login brings it. */
  userId: string | null;
  toPhone: string | null;
  toUnionid: string | null;
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
  sendAt: Date | null;
  expiresAt: Date;
  idempotency: { key: string; fingerprint: Buffer } | null;
  /** While it holds this key, another push of the same caller, recipient and template with it is a duplicate (ADR 0021). */
  dedupe?: { key: string; seconds: number } | null;
  /** It takes the place of what waits under this key for the same caller and recipient. Not with `onNoGrant: reject`. */
  replaces?: string | null;
  /** Templates it may go out with, its own first: the first with a grant to spare is taken (ADR 0023). Not with `send-anyway`. */
  choices?: PushChoice[] | null;
};

export type PushChoice = { templateId: string; data: Record<string, { value: string }> };

export type AcceptResult =
  | {
      kind: 'created';
      pushId: string;
      state: PushState;
      cycle: number;
      reason: Reason | null;
      createdAt: Date;
    }
  /** Same key, same body: the first push. */
  | { kind: 'replayed'; pushId: string }
  /** Another push holds its dedupe key. Nothing stored; its idempotency key stands for that push. */
  | { kind: 'duplicate'; pushId: string }
  /** Same key, other body. Null: the key was used for something that is not a push. */
  | { kind: 'key-reused'; pushId: string | null }
  /** `onNoGrant: reject` and available minus open demand is not positive. Nothing stored, key not used. */
  | { kind: 'no-grant' }
  /** The user it was addressed to was erased meanwhile. Nothing stored, key not used. */
  | { kind: 'recipient-unknown' }
  /** The database refused this one; its neighbours are stored. Nothing stored, key not used. */
  | { kind: 'failed'; error: Error };

export type ClaimRequest = { pushId: string; cycle: number; attemptId: string };

export type ClaimedPush = {
  pushId: string;
  appId: string;
  cycle: number;
  attemptId: string;
  attemptNumber: number;
  userId: string;
  openid: string;
  templateId: string;
  data: Record<string, { value: string }>;
  page: string | null;
  lang: Lang;
  miniprogramState: MiniprogramState;
  priority: Priority;
  onNoGrant: OnNoGrant;
  onUnconfirmed: OnUnconfirmed;
  hasGrant: boolean;
  retries: number;
  tokenRetries: number;
  /** Of `attemptNumber`, those before the last replay: they do not count against the budget. */
  earlierAttempts: number;
  hadUnconfirmed: boolean;
  /** An operator's verdict had it sent again. */
  hasVerdict: boolean;
  expiresAt: Date;
  leaseUntil: Date;
};

/** What the claim decided for one asked push. Only `claimed` may be sent. */
export type ClaimResult =
  | { kind: 'claimed'; push: ClaimedPush }
  /** Other cycle, ended, leased elsewhere, unknown. */
  | { kind: 'gone' }
  /** The user's send slot is taken (or another push of this user is in the same batch). */
  | { kind: 'busy' }
  /** App or template paused, or not due yet: the push keeps its dueAt, a sweep or the resume adds it again. */
  | { kind: 'waiting' }
  /** The claim itself ended or parked it. */
  | { kind: 'moved'; state: PushState }
  /** The database refused this one; nothing changed. Try again later. */
  | { kind: 'failed'; error: Error };

export type Settlement = {
  pushId: string;
  attemptId: string;
  /** Of the claim; with the attempt id, the fence. */
  attemptNumber: number;
  outcome: Outcome;
  errmsg: string | null;
  httpStatus: number | null;
  durationMs: number;
  finishedAt: Date;
  tokenGeneration: number | null;
  decision: Decision;
};

export type SettleResult = {
  /** `isSuperseded`: a late answer that changed nothing but its attempt's row. */
  settled: { pushId: string; attemptId: string; isSuperseded: boolean; state: PushState }[];
  /** Those the database refused: unchanged, to be tried again. */
  failed: { pushId: string; attemptId: string; error: Error }[];
  /** Released parked pushes and short back-offs (up to a minute) to put on the queue. */
  due: DuePush[];
};

export type GrantReport = {
  appId: string;
  userId: string;
  requestId: string;
  page: string | null;
  askedAt: Date | null;
  results: Record<string, AskResult>;
};

/** What is left of an erased user: numbers. */
export type ErasedUser =
  | { kind: 'busy'; pushIds: string[] }
  | { kind: 'erased'; pushes: number; cancelled: number; grants: Balance };

export type Balance = { available: number; reserved: number; spent: number; void: number };

export type GrantReportResult = {
  recorded: number;
  isReplay: boolean;
  /** Available per template of the report. */
  balances: Record<string, number>;
  /** Ids of parked pushes set free. */
  released: string[];
  due: DuePush[];
};

export type ImportedGrant = {
  openid: string;
  templateId: string;
  count: number;
  grantedAt: Date | null;
};

export type ImportGrantsResult =
  | { kind: 'imported'; imported: number; due: DuePush[] }
  /** Same idempotency key, same body: what the first import said. */
  | { kind: 'replayed'; imported: number }
  | { kind: 'key-reused' };

/** What an operator says of an unconfirmed push: it was delivered; or it was not, and is sent again or ends. */
export type PushVerdict = 'delivered' | 'resend' | 'dead';

export type VerdictResult = {
  /**
   * `repeated`: the same word was given already, nothing changed. `too-late`: the push is not unconfirmed.
   * `expired`: no time is left to send it again.
   */
  kind: 'given' | 'repeated' | 'too-late' | 'expired' | 'not-found';
  due: DuePush[];
};
export type ReplayResult =
  | { kind: 'queued' | 'parked' }
  /** Nothing was changed. */
  | {
      kind:
        | 'not-found'
        | 'not-dead'
        /** WeChat said that one of its attempts arrived. */
        | 'delivered'
        /** One of its attempts may have arrived, and `allowsDuplicates` was not given. */
        | 'may-duplicate'
        | 'recipient-erased'
        | 'template-removed'
        /** `onNoGrant: reject` without a grant to spare. */
        | 'no-grant';
    };

/** Statements on the hot path and everything else that runs under the user-row lock. Each is one round trip and one transaction. */
export type HotPath = {
  acceptPushes(pushes: readonly NewPush[]): Promise<{ results: AcceptResult[]; due: DuePush[] }>;
  claimPushes(input: {
    requests: readonly ClaimRequest[];
    workerId: string;
    leaseMs: number;
  }): Promise<ClaimResult[]>;
  settleAttempts(settlements: readonly Settlement[]): Promise<SettleResult>;
  /** Each once by (user, request id): again, its first answer. An Error stands for one that was not recorded: `not-found` without its user. */
  recordGrantReports(reports: readonly GrantReport[]): Promise<(GrantReportResult | Error)[]>;
  importGrants(input: {
    appId: string;
    grants: readonly ImportedGrant[];
    /** The counts are all that was ever imported of a user and template: only what is lacking is added. */
    isTotal?: boolean;
    idempotency?: { callerId: string; key: string; fingerprint: Buffer } | null;
  }): Promise<ImportGrantsResult>;
  /** Takes at most `limit` stored events that nobody else is processing, applies each once. */
  applyEvents(limit: number): Promise<{ applied: number; due: DuePush[] }>;
  /** Null: no such user. Nothing is done while a push to them is sending or unconfirmed. */
  eraseUser(input: { appId: string; openid: string; actor: string }): Promise<ErasedUser | null>;
  cancelPush(input: {
    pushId: string;
    actor: string;
  }): Promise<'cancelled' | 'too-late' | 'not-found'>;
  giveVerdict(input: {
    pushId: string;
    verdict: PushVerdict;
    actor: string;
    reason: string | null;
    requestId: string | null;
  }): Promise<VerdictResult>;
  /** Puts a dead push back for a new life of `ttlSeconds` (null: its first time to live). Twice at once: the second finds it `not-dead`. */
  replayPush(input: {
    pushId: string;
    ttlSeconds: number | null;
    allowsDuplicates: boolean;
    actor: string;
  }): Promise<{ result: ReplayResult; due: DuePush[] }>;
  /**
   * Ends dead pushes that nobody will replay: `cancelled`, with why. `diedBefore` (null: now) leaves out what died later.
   * Resolves to how many it ended; those not dead are left as they are, so that twice is once.
   */
  discardPushes(input: {
    pushIds: readonly string[];
    diedBefore: Date | null;
    why: string;
    actor: string;
  }): Promise<number>;
  /** Attaches parked pushes addressed to the phones and unionids of users who just turned up, and releases what has a grant. */
  attachRecipients(userIds: readonly string[]): Promise<{ attached: number; due: DuePush[] }>;
};

export type TransitionRow = {
  at: Date;
  from: PushState | null;
  to: PushState;
  reason: Reason | null;
  actor: string;
  /** What settled the push, when it was (or may have been) unconfirmed. */
  evidence: UnconfirmedEvidence | null;
  /** The replay that brought it about. */
  replayId: string | null;
};
