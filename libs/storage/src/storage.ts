import type { HotPath, Sweeps } from './hot-path.ts';
import type {
  ApiKeyRepository,
  AppRepository,
  AuditRepository,
  EventRepository,
  GrantRepository,
  PushRepository,
  TemplateRepository,
  UpkeepRepository,
  UserRepository,
} from './repositories.ts';

/** A token as stored for all processes; structurally wechat-client's TokenStore. */
export type TokenRepository = {
  read(appId: string): Promise<{
    accessToken: string;
    generation: number;
    expiresAt: Date;
    refreshedAt: Date;
  } | null>;
  takeRefreshLease(input: {
    appId: string;
    generation: number;
    notBefore?: Date;
  }): Promise<boolean>;
  save(input: {
    appId: string;
    accessToken: string;
    expiresAt: Date;
    basedOnGeneration: number;
  }): Promise<{
    accessToken: string;
    generation: number;
    expiresAt: Date;
    refreshedAt: Date;
  }>;
  releaseLease(appId: string): Promise<void>;
};

export type Storage = {
  apps: AppRepository;
  apiKeys: ApiKeyRepository;
  users: UserRepository;
  grants: GrantRepository;
  templates: TemplateRepository;
  pushes: PushRepository;
  events: EventRepository;
  tokens: TokenRepository;
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
};
