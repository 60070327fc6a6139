import { pauseAlarms, type GrantSource, type MiniprogramState, type Reason } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { CipherPlace, Vault } from '../crypto/vault.ts';
import type { Database } from '../database/open-database.ts';
import { readSqlState, sqlStates } from '../database/map-database-error.ts';
import {
  AppEntity,
  type AppRecord,
  type AskPlan,
  type PauseKind,
  type SendingRules,
} from '../entities/app.entity.ts';

export type AppRow = {
  appId: string;
  name: string;
  hasMessageToken: boolean;
  hasEncodingAesKey: boolean;
  miniprogramState: MiniprogramState;
  sendRatePerSecond: number | null;
  defaultTtlSeconds: number;
  grantSource: GrantSource;
  askPlan: AskPlan;
  sendingRules: SendingRules;
  pause: { kind: PauseKind; reason: Reason; until: Date | null; since: Date } | null;
  createdAt: Date;
  updatedAt: Date;
};

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
  setAskPlan(appId: string, askPlan: AskPlan): Promise<AppRow | null>;
  /** Takes effect with the next claim; what is held is judged anew. */
  setSendingRules(appId: string, rules: SendingRules): Promise<AppRow | null>;
  /** Of these names, those that PostgreSQL's clocks do not know. */
  findUnknownTimeZones(names: readonly string[]): Promise<string[]>;
  find(appId: string): Promise<AppRow | null>;
  /** Oldest first. */
  list(): Promise<AppRow[]>;
  readSecrets(appId: string): Promise<AppSecrets | null>;
  /** A pause never shortens a harder one (operator and configuration outlast quota). */
  pause(input: {
    appId: string;
    kind: PauseKind;
    reason: Reason;
    until: Date | null;
  }): Promise<AppRow | null>;
  /** Ends a pause of any kind, and with it the alarms that came with one. */
  resume(appId: string): Promise<AppRow | null>;
};

type Deps = { database: Database; vault: Vault };

/** Mini programs, their secrets and pauses. */
export function createAppRepository({ database, vault }: Deps): AppRepository {
  async function find(appId: string): Promise<AppRow | null> {
    const record = await database.entities((manager) => manager.findOneBy(AppEntity, { appId }));
    return record === null ? null : toAppRow(record);
  }

  async function set(appId: string, change: Partial<AppRecord>): Promise<AppRow | null> {
    await database.entities((manager) =>
      manager
        .createQueryBuilder()
        .update(AppEntity)
        .set({ ...change, updatedAt: () => 'clock_timestamp()' })
        .where({ appId })
        .execute(),
    );
    return find(appId);
  }

  return {
    find,
    async create(app) {
      const { appId } = app;
      const record = toRecord(appId, app, vault);
      try {
        await database.entities((manager) => manager.insert(AppEntity, record));
      } catch (error) {
        if (readSqlState(error) !== sqlStates.uniqueViolation) throw error;
        throw new AppError('conflict', { message: `The app ${appId} exists already.` });
      }
      return required(await find(appId), appId);
    },
    update: (appId, change) => set(appId, toRecord(appId, change, vault)),
    setAskPlan: (appId, askPlan) => set(appId, { askPlan }),
    async setSendingRules(appId, rules) {
      const templateIds = restrictedBy(rules);
      await database.query(rulesStatement, [appId, rules, templateIds]);
      return find(appId);
    },
    async findUnknownTimeZones(names) {
      const rows = await database.query<{ name: string }>(unknownZonesStatement, [names]);
      return rows.map(({ name }) => name);
    },
    async list() {
      const records = await database.entities((manager) =>
        manager.find(AppEntity, { order: { createdAt: 'ASC', appId: 'ASC' } }),
      );
      return records.map(toAppRow);
    },
    async readSecrets(appId) {
      const record = await database.entities((manager) => manager.findOneBy(AppEntity, { appId }));
      return record === null ? null : toSecrets(record, vault);
    },
    async pause({ appId, kind, reason, until }) {
      await database.query('select pause_app($1, $2, $3, $4)', [appId, kind, reason, until]);
      return find(appId);
    },
    async resume(appId) {
      await database.query(resumeStatement, [appId, pauseAlarms]);
      return find(appId);
    },
  };
}

const resumeStatement = `
  with resumed as (
    update apps
    set pause_kind = null, pause_reason = null, paused_until = null, paused_at = null,
      updated_at = clock_timestamp()
    where app_id = $1
  )
  update alarms set resolved_at = clock_timestamp()
  where app_id = $1 and code = any($2) and resolved_at is null`;

const rulesStatement = `
  update apps
  set sending_rules = $2, restricted_templates = $3, sending_rules_version = sending_rules_version + 1,
    updated_at = clock_timestamp()
  where app_id = $1`;

const unknownZonesStatement = `
  select n.name from unnest($1::text[]) as n(name)
  where lower(n.name) not in (select lower(z.name) from pg_timezone_names z)`;

/** Whose pushes the claim must judge: those of some templates, or of all; null: nobody's, and the claim pays nothing. */
function restrictedBy({ quietHours, caps, templates = [] }: SendingRules): string[] | null {
  const isLimit = (limits: Pick<SendingRules, 'quietHours' | 'caps'>): boolean =>
    Boolean(limits.quietHours) || (limits.caps ?? []).length > 0;
  if (isLimit({ quietHours, caps })) return ['*'];
  const own = templates.filter(isLimit).map(({ templateId }) => templateId);
  return own.length === 0 ? null : own;
}

const secretColumns = {
  appSecret: ['secretCipher', 'secret_cipher'],
  messageToken: ['messageTokenCipher', 'message_token_cipher'],
  encodingAesKey: ['encodingAesKeyCipher', 'encoding_aes_key_cipher'],
} as const;

/** Fields left out stay out of the record, and so keep their value or default. */
function toRecord<Given extends Partial<NewApp>>(appId: string, given: Given, vault: Vault) {
  const { appSecret, messageToken, encodingAesKey, ...plain } = given;
  const secrets = { appSecret, messageToken, encodingAesKey };
  const sealed = Object.entries(secretColumns).flatMap(([field, [property, column]]) => {
    const secret = secrets[field as keyof typeof secrets];
    if (secret === undefined) return [];
    return [[property, secret === null ? null : vault.encrypt(secret, placeOf(appId, column))]];
  });
  return { ...plain, ...(Object.fromEntries(sealed) as Partial<AppRecord>) };
}

function toSecrets(record: AppRecord, vault: Vault): AppSecrets {
  const read = (field: keyof typeof secretColumns) => {
    const [property, column] = secretColumns[field];
    const cipher = record[property];
    return cipher === null ? null : vault.decrypt(cipher, placeOf(record.appId, column));
  };
  return {
    appSecret: vault.decrypt(record.secretCipher, placeOf(record.appId, 'secret_cipher')),
    messageToken: read('messageToken'),
    encodingAesKey: read('encodingAesKey'),
  };
}

function placeOf(appId: string, column: string): CipherPlace {
  return { table: 'apps', column, owner: appId };
}

function toAppRow(record: AppRecord): AppRow {
  const { pauseKind, pauseReason, pausedAt } = record;
  const isPaused = pauseKind !== null && pauseReason !== null && pausedAt !== null;
  return {
    appId: record.appId,
    name: record.name,
    hasMessageToken: record.messageTokenCipher !== null,
    hasEncodingAesKey: record.encodingAesKeyCipher !== null,
    miniprogramState: record.miniprogramState,
    sendRatePerSecond: record.sendRatePerSecond,
    defaultTtlSeconds: record.defaultTtlSeconds,
    grantSource: record.grantSource,
    askPlan: record.askPlan,
    sendingRules: record.sendingRules ?? {},
    pause: isPaused
      ? { kind: pauseKind, reason: pauseReason, until: record.pausedUntil, since: pausedAt }
      : null,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  };
}

function required<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`The row just written is gone: ${name}.`);
  return value;
}
