import type { Database } from '../database/open-database.ts';
import { readCauses, type CausesOfSpan } from './read-causes.ts';

/** What happened to the pushes of some apps in a span of minutes; attempts by the minute they began in. */
export type PushMinute = {
  minute: Date;
  accepted: number;
  sent: number;
  refused: number;
  notSent: number;
  unconfirmed: number;
  parked: number;
  dead: number;
  expired: number;
  cancelled: number;
  /** Refusals by errcode. */
  errcodes: Record<string, number>;
  /** Sends by how long they took from end to end: of `n`, at most 8 * 2^(n/2) ms. */
  latency: Record<string, number>;
};

/** How an app's pushes go at this moment. */
export type AppPulse = {
  appId: string;
  /** Taken, and accepted by WeChat, in the last ten seconds. */
  accepted: number;
  sent: number;
  /** Since when the push has been due that is queued for the longest. */
  oldestQueuedAt: Date | null;
  /** Dead letters, counted up to `deadMax`. */
  dead: number;
};

/** A process that beat in the last ten minutes. */
export type ProcessPulse = {
  id: string;
  role: 'api' | 'worker';
  seenAt: Date;
  /** When a send of its ended last, among the newest 5,000 of all. */
  progressedAt: Date | null;
};

export const deadMax = 10_000;
/** What `AppPulse` counts its seconds by. */
export const pulseSeconds = 10;

export type StatsStore = {
  /** Spans of `stepMinutes` in which anything happened, oldest first, by the first minute they may hold. Null: of all apps. */
  readMinutes(input: {
    appIds: readonly string[] | null;
    since: Date;
    stepMinutes: number;
  }): Promise<PushMinute[]>;
  /** What kept pushes from being delivered, by cause and span. */
  readCauses(input: {
    appIds: readonly string[] | null;
    since: Date;
    stepMinutes: number;
  }): Promise<CausesOfSpan>;
  /** Every app, from open rows and the rows of the last seconds. */
  readAppPulses(): Promise<AppPulse[]>;
  readProcessPulses(): Promise<ProcessPulse[]>;
};

/** Figures from minute buckets and open rows. */
export function createStatsStore({ database }: { database: Database }): StatsStore {
  return {
    readMinutes: ({ appIds, since, stepMinutes }) =>
      database.query<PushMinute>(readMinutes, [since, appIds, stepMinutes]),
    readCauses: (input) => readCauses(database, input),
    readAppPulses: () => database.query<AppPulse>(readAppPulses),
    readProcessPulses: () => database.query<ProcessPulse>(readProcessPulses),
  };
}

const readMinutes = {
  name: 'read-push-minutes',
  text: `
    with wanted as (
      select *, date_bin($3 * interval '1 minute', minute, 'epoch') as span from push_minutes
      where minute >= $1 and ($2::text[] is null or app_id = any ($2))
    ), coded as (
      select span, jsonb_object_agg(code, times) as errcodes
      from (
        select span, key as code, sum(value::integer) as times
        from wanted cross join jsonb_each_text(errcodes) group by 1, 2
      ) by_code
      group by 1
    ), timed as (
      select span, jsonb_object_agg(bucket, times) as latency
      from (
        select span, key as bucket, sum(value::integer) as times
        from wanted cross join jsonb_each_text(latency) group by 1, 2
      ) by_bucket
      group by 1
    )
    select span as minute, sum(accepted)::integer as accepted, sum(sent)::integer as sent,
      sum(refused)::integer as refused, sum(not_sent)::integer as "notSent",
      sum(unconfirmed)::integer as unconfirmed, sum(parked)::integer as parked,
      sum(dead)::integer as dead, sum(expired)::integer as expired,
      sum(cancelled)::integer as cancelled, coalesce(coded.errcodes, '{}') as errcodes,
      coalesce(timed.latency, '{}') as latency
    from wanted left join coded using (span) left join timed using (span)
    group by span, coded.errcodes, timed.latency
    order by span`,
};

/** App by app, so that each look-up is the beginning of its index; the last seconds by the ends of the primary keys. */
const readAppPulses = {
  name: 'read-app-pulses',
  text: `
    with began as (select clock_timestamp() - interval '${pulseSeconds} seconds' as at),
    taken as (
      select app_id, count(*) as times from pushes
      where id >= uuid_v7_floor((select at from began) - interval '2 seconds')
        and created_at >= (select at from began)
      group by 1
    ), gone as (
      select app_id, count(*) as times from attempts
      where id >= uuid_v7_floor((select at from began) - interval '2 seconds')
        and started_at >= (select at from began) and outcome = 'accepted'
      group by 1
    )
    select apps.app_id as "appId", coalesce(taken.times, 0)::integer as accepted,
      coalesce(gone.times, 0)::integer as sent, first.due_at as "oldestQueuedAt",
      dead.times::integer as dead
    from apps
    left join taken using (app_id)
    left join gone using (app_id)
    left join lateral (
      select due_at from pushes
      where pushes.app_id = apps.app_id and state = 'queued' order by due_at, id limit 1
    ) first on true
    cross join lateral (
      select count(*) as times from (
        select 1 from pushes
        where pushes.app_id = apps.app_id and state = 'dead' limit ${deadMax + 1}
      ) counted
    ) dead
    order by apps.created_at, apps.app_id`,
};

const readProcessPulses = {
  name: 'read-process-pulses',
  text: `
    with progressed as (
      select worker_id, max(finished_at) as at
      from (select worker_id, finished_at from attempts order by id desc limit 5000) newest
      group by 1
    ), beating as (
      select role, process_id, max(beat_at) as at from heartbeats
      where role in ('api', 'worker') and beat_at > clock_timestamp() - interval '10 minutes'
      group by 1, 2
    )
    select process_id as id, role, beating.at as "seenAt", progressed.at as "progressedAt"
    from beating left join progressed on worker_id = process_id
    order by role, process_id`,
};
