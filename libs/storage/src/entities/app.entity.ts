import type { GrantSource, MiniprogramState, Reason } from '@yuexin/domain';
import { defineEntity } from './define-entity.ts';

export type PauseKind = 'operator' | 'quota-minute' | 'quota-daily' | 'configuration' | 'token';

/** Which templates each page of the mini program should ask for, and up to which balance. */
export type AskPlan = {
  pages: { page: string; templates: { templateId: string; target: number }[] }[];
};

/** Local times 'HH:MM' of an IANA time zone; `from` later than `to` is a night over midnight. */
export type QuietHours = {
  from: string;
  to: string;
  timeZone: string;
  then: HoldOrDrop;
  /** Over how long what was held is spread when they end; 300 when left out. */
  spreadSeconds?: number | undefined;
};

/** At most so many messages to one user in any span of so many seconds. */
export type FrequencyCap = { most: number; perSeconds: number; then: HoldOrDrop };

export type HoldOrDrop = 'hold' | 'drop';

type Limits = {
  quietHours?: QuietHours | null | undefined;
  caps?: FrequencyCap[] | undefined;
  /** How long grants collected for a purpose are kept for pushes of it; 0 and left out: they are not. */
  keepForPurposeSeconds?: number | undefined;
};

/** When users may be sent something, for all of an app and for some of its templates (ADR 0031). */
export type SendingRules = Limits & { templates?: (Limits & { templateId: string })[] | undefined };

export type AppRecord = {
  appId: string;
  name: string;
  secretCipher: Buffer;
  messageTokenCipher: Buffer | null;
  encodingAesKeyCipher: Buffer | null;
  miniprogramState: MiniprogramState;
  sendRatePerSecond: number | null;
  defaultTtlSeconds: number;
  grantSource: GrantSource;
  askPlan: AskPlan;
  sendingRules: SendingRules | null;
  pauseKind: PauseKind | null;
  pauseReason: Reason | null;
  pausedUntil: Date | null;
  pausedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export const AppEntity = defineEntity<AppRecord>({
  name: 'app',
  tableName: 'apps',
  columns: {
    appId: { name: 'app_id', type: 'text', primary: true },
    name: { type: 'text' },
    secretCipher: { name: 'secret_cipher', type: 'bytea' },
    messageTokenCipher: { name: 'message_token_cipher', type: 'bytea', nullable: true },
    encodingAesKeyCipher: { name: 'encoding_aes_key_cipher', type: 'bytea', nullable: true },
    miniprogramState: { name: 'miniprogram_state', type: 'text' },
    sendRatePerSecond: { name: 'send_rate_per_second', type: 'integer', nullable: true },
    defaultTtlSeconds: { name: 'default_ttl_seconds', type: 'integer' },
    grantSource: { name: 'grant_source', type: 'text' },
    askPlan: { name: 'ask_plan', type: 'jsonb' },
    sendingRules: { name: 'sending_rules', type: 'jsonb', nullable: true },
    pauseKind: { name: 'pause_kind', type: 'text', nullable: true },
    pauseReason: { name: 'pause_reason', type: 'jsonb', nullable: true },
    pausedUntil: { name: 'paused_until', type: 'timestamptz', nullable: true },
    pausedAt: { name: 'paused_at', type: 'timestamptz', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz', insert: false },
    updatedAt: { name: 'updated_at', type: 'timestamptz', insert: false },
  },
});
