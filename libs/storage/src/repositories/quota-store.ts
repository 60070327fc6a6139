import type { Database } from '../database/open-database.ts';

/** What WeChat answered when it was asked how much of a day's calls is used. */
export type QuotaRow = { dailyLimit: number; used: number; remain: number; readAt: Date };

export type QuotaStore = {
  /** Keeps the reading as the newest and in the history, from which what is older than a day goes. */
  saveQuota(input: {
    appId: string;
    cgiPath: string;
    dailyLimit: number;
    used: number;
    remain: number;
  }): Promise<void>;
  /** The readings of the last day, oldest first; at most the newest 500. */
  listQuota(input: { appId: string; cgiPath: string }): Promise<QuotaRow[]>;
};

/** The quota as WeChat counts it, read now and then. */
export function createQuotaStore({ database }: { database: Database }): QuotaStore {
  return {
    async saveQuota({ appId, cgiPath, dailyLimit, used, remain }) {
      await database.query(saveStatement, [appId, cgiPath, dailyLimit, used, remain]);
    },
    async listQuota({ appId, cgiPath }) {
      const newestFirst = await database.query<QuotaRow>(listStatement, [appId, cgiPath]);
      return newestFirst.reverse();
    },
  };
}

/** One statement: the latest, the history, and the end of the history. */
const saveStatement = `
  with latest as (
    insert into quota_readings (app_id, cgi_path, daily_limit, used, remain)
    values ($1, $2, $3, $4, $5)
    on conflict (app_id, cgi_path) do update
    set daily_limit = excluded.daily_limit, used = excluded.used,
      remain = excluded.remain, read_at = now()
  ), old as (
    delete from quota_history
    where app_id = $1 and cgi_path = $2 and read_at < now() - interval '1 day'
  )
  insert into quota_history (app_id, cgi_path, read_at, daily_limit, used, remain)
  values ($1, $2, clock_timestamp(), $3, $4, $5)
  on conflict do nothing`;

const listStatement = `
  select daily_limit as "dailyLimit", used, remain, read_at as "readAt"
  from quota_history
  where app_id = $1 and cgi_path = $2 and read_at > now() - interval '1 day'
  order by read_at desc
  limit 500`;
