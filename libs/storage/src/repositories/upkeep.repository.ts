import type { PushState } from '@yuexin/domain';
import type { Database } from '../database/open-database.ts';
import { createAlarmStore, type AlarmStore } from './alarm-store.ts';
import { readAppGauges, readAppHealth, type AppGauges, type AppHealth } from './app-health.ts';
import { createBacklogStore, type BacklogStore } from './backlog-store.ts';
import { createQuotaStore, type QuotaStore } from './quota-store.ts';
import { readCallbackLag, type CallbackLag } from './read-callback-lag.ts';
import { createStatsStore, type StatsStore } from './stats-store.ts';

export type UpkeepRepository = AlarmStore &
  BacklogStore &
  QuotaStore &
  StatsStore & {
    /** True when this process won the run of `name` now; the next may start `intervalMs` later. */
    takeTurn(name: string, intervalMs: number): Promise<boolean>;
    reportTurn(name: string, result: { touched: number; error: string | null }): Promise<void>;
    beat(input: { processId: string; role: 'api' | 'worker' }): Promise<void>;
    /** Open pushes by app and state, from open rows only: for gauges. */
    countOpen(): Promise<{ appId: string; state: PushState; count: number }[]>;
    /** Every app's token, paused templates, and readings of the quota of this call. */
    readAppHealth(cgiPath: string): Promise<AppHealth[]>;
    /** Pause, token and last reading of the quota of every app: for gauges. */
    readAppGauges(cgiPath: string): Promise<AppGauges[]>;
    /** Events stored but not processed (counted up to 10,000) and the age of the oldest. */
    eventLag(): Promise<{ waiting: number; oldestAgeMs: number }>;
    callbackLag(): Promise<CallbackLag>;
  };

/** What keeps the service running: turns of sweeps, heartbeats, alarms, quota readings, gauges. */
export function createUpkeepRepository({ database }: { database: Database }): UpkeepRepository {
  return {
    ...createAlarmStore({ database }),
    ...createBacklogStore({ database }),
    ...createQuotaStore({ database }),
    ...createStatsStore({ database }),
    async takeTurn(name, intervalMs) {
      const won = await database.query(takeTurnStatement, [name, intervalMs]);
      return won.length === 1;
    },
    async reportTurn(name, { touched, error }) {
      await database.query(reportTurnStatement, [name, touched, error]);
    },
    async beat({ processId, role }) {
      await database.query(beatStatement, [processId, role]);
    },
    countOpen: () => database.query<{ appId: string; state: PushState; count: number }>(countOpen),
    readAppHealth: (cgiPath) => readAppHealth(database, cgiPath),
    readAppGauges: (cgiPath) => readAppGauges(database, cgiPath),
    callbackLag: () => readCallbackLag(database),
    async eventLag() {
      const [lag] = await database.query<{ waiting: number; oldestAgeMs: number }>(eventLag);
      return lag ?? { waiting: 0, oldestAgeMs: 0 };
    },
  };
}

/** One statement: of any number at once exactly one finds the turn due, the others see it taken. */
const takeTurnStatement = {
  name: 'take-turn',
  text: `
    insert into sweeps as s (name, next_run_at, last_started_at)
    values ($1, clock_timestamp() + $2 * interval '1 ms', clock_timestamp())
    on conflict (name) do update
    set next_run_at = excluded.next_run_at, last_started_at = excluded.last_started_at
    where s.next_run_at <= clock_timestamp()
    returning name`,
};

const reportTurnStatement = {
  name: 'report-turn',
  text: `
    update sweeps
    set last_finished_at = clock_timestamp(), last_touched = $2, last_error = $3
    where name = $1`,
};

const beatStatement = {
  name: 'beat',
  text: `
    insert into heartbeats (process_id, role, beat_at) values ($1, $2, clock_timestamp())
    on conflict do nothing`,
};

/** State by state, so that each part reads its own partial index. */
const countOpen = ['scheduled', 'parked', 'queued', 'sending', 'retrying', 'unconfirmed']
  .map(
    (state) =>
      `select app_id as "appId", '${state}' as state, count(*) as count
       from pushes where state = '${state}' group by app_id`,
  )
  .join(' union all ');

const eventLag = {
  name: 'event-lag',
  text: `
    select count(*) as waiting,
      coalesce(extract(epoch from clock_timestamp() - min(received_at)) * 1000, 0)::float8
        as "oldestAgeMs"
    from (
      select received_at from events where processed_at is null order by received_at limit 10000
    ) as waiting_events`,
};
