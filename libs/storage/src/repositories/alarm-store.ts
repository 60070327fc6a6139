import type { Database } from '../database/open-database.ts';
import { decodeCursor, toPage, type Page } from './cursor.ts';

export type AlarmRow = {
  appId: string | null;
  code: string;
  message: string;
  count: number;
  firstAt: Date;
  lastAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
  /** When its cause went away by itself; null while it may still be true. */
  resolvedAt: Date | null;
};

export type AlarmStore = {
  /**
   * Upserts by (app, code), counting: once, or `times` when so much is told at once. Resolves to true the first time (or after
   * it was acknowledged or resolved).
   */
  raiseAlarm(input: {
    appId: string | null;
    code: string;
    message: string;
    times?: number;
  }): Promise<boolean>;
  /** Its cause is gone. Resolves to whether it stood until now; until it is raised again it stays resolved. */
  resolveAlarm(input: { appId: string | null; code: string }): Promise<boolean>;
  /** Newest beginning first. Of these apps alone; left out: all, and those of no app. `isOpen`: those that need somebody. */
  listAlarms(input: {
    appIds?: readonly string[];
    isOpen?: boolean;
    limit: number;
    cursor: string | null;
  }): Promise<Page<AlarmRow>>;
  /** Alarms that are neither acknowledged nor resolved; those of one thing (`webhook-disabled:…`) together. For gauges. */
  countOpenAlarms(): Promise<{ appId: string | null; code: string; count: number }[]>;
  /** Null for an unknown alarm. The first acknowledgement stays until the alarm is raised again. */
  acknowledgeAlarm(input: {
    appId: string | null;
    code: string;
    by: string;
  }): Promise<AlarmRow | null>;
};

type StoredAlarm = AlarmRow & { firstAtMicros: string };

/** Alarms, one row per app and code; of no app: the empty app id. */
export function createAlarmStore({ database }: { database: Database }): AlarmStore {
  return {
    async raiseAlarm({ appId, code, message, times = 1 }) {
      const [row] = await database.query<{ count: number }>(raiseStatement, [
        ...[appId ?? '', code, message, times],
      ]);
      return row?.count === times;
    },
    async resolveAlarm({ appId, code }) {
      const over = await database.query(resolveStatement, [appId ?? '', code]);
      return over.length === 1;
    },
    async listAlarms({ appIds = null, isOpen = false, limit, cursor }) {
      const after = decodeCursor('alarms', cursor, isAlarmKey);
      const rows = await database.query<StoredAlarm>(listStatement(isOpen, after !== null), [
        ...[limit + 1, appIds],
        ...(after ?? []),
      ]);
      return toPage({
        ...{ rows, limit, list: 'alarms', show: toAlarmRow },
        keyOf: (row) => [row.firstAtMicros, row.appId ?? '', row.code],
      });
    },
    countOpenAlarms: () => database.query(countOpenStatement),
    async acknowledgeAlarm({ appId, code, by }) {
      const [row] = await database.query<StoredAlarm>(acknowledgeStatement, [
        ...[appId ?? '', code, by],
      ]);
      return row === undefined ? null : toAlarmRow(row);
    },
  };
}

const columns = `nullif(app_id, '') as "appId", code, message, count, first_at as "firstAt",
  last_at as "lastAt", acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy",
  resolved_at as "resolvedAt",
  (extract(epoch from first_at) * 1000000)::bigint::text as "firstAtMicros"`;

/** An alarm raised after it was acknowledged or resolved is a new one: it counts from the beginning. */
const raiseStatement = `
  insert into alarms as a (app_id, code, message, count) values ($1, $2, $3, $4)
  on conflict (app_id, code) do update set
    message = excluded.message,
    count = case when coalesce(a.acknowledged_at, a.resolved_at) is null then a.count + excluded.count
      else excluded.count end,
    first_at = case when coalesce(a.acknowledged_at, a.resolved_at) is null then a.first_at else now() end,
    last_at = now(),
    acknowledged_at = null,
    acknowledged_by = null,
    resolved_at = null
  returning count`;

const resolveStatement = `
  update alarms set resolved_at = now()
  where app_id = $1 and code = $2 and resolved_at is null
  returning app_id`;

const openCondition = 'acknowledged_at is null and resolved_at is null';

const countOpenStatement = `
  select nullif(app_id, '') as "appId", split_part(code, ':', 1) as code, count(*) as count
  from alarms
  where ${openCondition}
  group by 1, 2`;

const acknowledgeStatement = `
  update alarms
  set acknowledged_at = coalesce(acknowledged_at, now()),
    acknowledged_by = coalesce(acknowledged_by, $3)
  where app_id = $1 and code = $2
  returning ${columns}`;

const keyInstant = `timestamptz 'epoch' + $3::bigint * interval '1 microsecond'`;

const listStatement = (isOpen: boolean, isContinued: boolean) => `
  select ${columns} from alarms
  where ($2::text[] is null or app_id = any($2))
  ${isOpen ? `and ${openCondition}` : ''}
  ${isContinued ? `and (first_at, app_id, code) < (${keyInstant}, $4, $5)` : ''}
  order by first_at desc, app_id desc, code desc limit $1`;

/** The instant is kept in microseconds since 1970 (16 digits until 2286), which a Date does not have. */
function isAlarmKey(key: string[]): boolean {
  return key.length === 3 && /^[1-9]\d{15}$/.test(key[0] ?? '');
}

function toAlarmRow(stored: StoredAlarm): AlarmRow {
  const { appId, code, message, count, firstAt, lastAt } = stored;
  const { acknowledgedAt, acknowledgedBy, resolvedAt } = stored;
  const seen = { acknowledgedAt, acknowledgedBy, resolvedAt };
  return { appId, code, message, count, firstAt, lastAt, ...seen };
}
