import type { UnconfirmedEvidence } from '@yuexin/domain';
import type { HotPath, Sweeps } from './hot-path.ts';
import type {
  ApiKeyRepository,
  AppRepository,
  AuditRepository,
  EventRepository,
  GrantRepository,
  IdempotencyRepository,
  PushRepository,
  ReplayRepository,
  TemplateRepository,
  TokenRepository,
  UpkeepRepository,
  UserRepository,
} from './repositories.ts';

export type Storage = {
  apps: AppRepository;
  apiKeys: ApiKeyRepository;
  users: UserRepository;
  grants: GrantRepository;
  templates: TemplateRepository;
  pushes: PushRepository;
  replays: ReplayRepository;
  events: EventRepository;
  tokens: TokenRepository;
  idempotency: IdempotencyRepository;
  audit: AuditRepository;
  upkeep: UpkeepRepository;
  hotPath: HotPath;
  sweeps: Sweeps;
  /** Resolves when PostgreSQL answers and migrations are current; waits, logging for what, until aborted. */
  ready(signal?: AbortSignal): Promise<void>;
  /** For /readyz: null when fine, else one sentence. */
  problem(): Promise<string | null>;
  close(): Promise<void>;
};

export type StorageOptions = {
  databaseUrl: string;
  poolMax: number;
  /** 32-byte keys, newest first. */
  masterKeys: readonly Buffer[];
  applicationName: string;
  /** Told after each commit that settled unconfirmed pushes: by which evidence, and how many. */
  onEvidence?: (evidence: UnconfirmedEvidence, count: number) => void;
  /** Told after each commit of a refused send whose grants were believed in: how many became void. */
  onGrantDrift?: (drift: { appId: string; templateId: string; voided: number }) => void;
};
