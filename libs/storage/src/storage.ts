import type { UnconfirmedEvidence } from '@yuexin/domain';
import type { CallbackDelivery } from './callbacks/callback-delivery.ts';
import type { HotPath } from './hot-path.ts';
import type { Sweeps } from './sweeps.ts';
import type {
  ApiKeyRepository,
  AppRepository,
  AudienceRepository,
  AuditRepository,
  CallbackRepository,
  ConsoleSessionRepository,
  EventRepository,
  GrantRepository,
  IdempotencyRepository,
  PushRepository,
  PushTraceRepository,
  ReplayRepository,
  TemplateRepository,
  TokenRepository,
  UpkeepRepository,
  UserRepository,
  WebhookEndpointRepository,
} from './repositories.ts';

/** What an operator's action needs inside its transaction. Here nothing may wait for anything but PostgreSQL. */
export type AtomicStorage = {
  apps: AppRepository;
  apiKeys: ApiKeyRepository;
  users: UserRepository;
  templates: TemplateRepository;
  pushes: PushRepository;
  replays: ReplayRepository;
  audiences: AudienceRepository;
  idempotency: IdempotencyRepository;
  audit: AuditRepository;
  upkeep: UpkeepRepository;
  webhookEndpoints: WebhookEndpointRepository;
  callbacks: CallbackRepository;
  consoleSessions: ConsoleSessionRepository;
  hotPath: Pick<
    HotPath,
    | 'acceptPushes'
    | 'cancelPush'
    | 'eraseUser'
    | 'giveVerdict'
    | 'replayPush'
    | 'discardPushes'
    | 'importGrants'
  >;
};

export type Storage = {
  apps: AppRepository;
  apiKeys: ApiKeyRepository;
  users: UserRepository;
  pushTraces: PushTraceRepository;
  grants: GrantRepository;
  templates: TemplateRepository;
  pushes: PushRepository;
  replays: ReplayRepository;
  audiences: AudienceRepository;
  events: EventRepository;
  tokens: TokenRepository;
  idempotency: IdempotencyRepository;
  audit: AuditRepository;
  upkeep: UpkeepRepository;
  webhookEndpoints: WebhookEndpointRepository;
  callbacks: CallbackRepository;
  callbackDelivery: CallbackDelivery;
  consoleSessions: ConsoleSessionRepository;
  hotPath: HotPath;
  sweeps: Sweeps;
  /**
   * One transaction: all that `work` does with what it is given stands, or nothing of it. Run once more after a lost race,
   * so `work` does nothing else.
   */
  atomically<T>(work: (inside: AtomicStorage) => Promise<T>): Promise<T>;
  /** What `work` would do: done in one transaction and taken back, whatever it resolves to. Run once more after a lost race. */
  tryOut<T>(work: (inside: AtomicStorage) => Promise<T>): Promise<T>;
  /** Resolves when PostgreSQL answers and migrations are current; waits, logging for what, until aborted. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Connections to PostgreSQL at this moment, and statements that wait for one. */
  connections(): { open: number; idle: number; waiting: number; max: number };
  /** For the start of a process: says in the log when connections may run short of what all processes may want. Never rejects. */
  tellConnectionWorries(): Promise<void>;
  /** For /readyz: null when fine, else one sentence. */
  problem(): Promise<string | null>;
  close(): Promise<void>;
};

export type StorageOptions = {
  databaseUrl: string;
  poolMax: number;
  /** `transaction`: `databaseUrl` leads to a pooler that lends a connection for one transaction at a time. Default none. */
  pooler?: 'none' | 'transaction';
  /** 32-byte keys, newest first. */
  masterKeys: readonly Buffer[];
  applicationName: string;
  /** Told after each commit that settled unconfirmed pushes: by which evidence, and how many. */
  onEvidence?: (evidence: UnconfirmedEvidence, count: number) => void;
  /** Told after each commit of a refused send whose grants were believed in: how many became void. */
  onGrantDrift?: (drift: { appId: string; templateId: string; voided: number }) => void;
};
