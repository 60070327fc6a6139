import type { Reason } from '@yuexin/domain';
import type { Database } from '../database/open-database.ts';
import type { QuotaRow } from './quota-store.ts';

/** What an app needs to send, beside its pushes. */
export type AppHealth = {
  appId: string;
  token: {
    generation: number;
    refreshedAt: Date;
    expiresAt: Date;
    isRefreshing: boolean;
  } | null;
  pausedTemplates: {
    templateId: string;
    title: string;
    reason: Reason | null;
    until: Date | null;
  }[];
  /** The readings of the last day, oldest first, at most 500. */
  quota: QuotaRow[];
};

type Stored = {
  appId: string;
  generation: number | null;
  refreshedAt: Date | null;
  expiresAt: Date | null;
  isRefreshing: boolean | null;
  pausedTemplates: (Omit<AppHealth['pausedTemplates'][number], 'until'> & {
    until: string | null;
  })[];
  quota: (Omit<QuotaRow, 'readAt'> & { readAt: string })[];
};

/** Every app's token, paused templates and quota of this call of WeChat's. Small tables only. */
export async function readAppHealth(database: Database, cgiPath: string): Promise<AppHealth[]> {
  const rows = await database.query<Stored>(readStatement, [cgiPath]);
  return rows.map(({ appId, pausedTemplates, quota, ...token }) => ({
    appId,
    token: toToken(token),
    pausedTemplates: pausedTemplates.map((one) => ({ ...one, until: toDate(one.until) })),
    quota: quota.map((one) => ({ ...one, readAt: new Date(one.readAt) })),
  }));
}

function toToken(
  stored: Pick<Stored, 'generation' | 'refreshedAt' | 'expiresAt' | 'isRefreshing'>,
): AppHealth['token'] {
  const { generation, refreshedAt, expiresAt, isRefreshing } = stored;
  if (generation === null || refreshedAt === null || expiresAt === null) return null;
  return { generation, refreshedAt, expiresAt, isRefreshing: isRefreshing ?? false };
}

const toDate = (text: string | null): Date | null => (text === null ? null : new Date(text));

const readStatement = {
  name: 'read-app-health',
  text: `
    select apps.app_id as "appId", t.generation, t.refreshed_at as "refreshedAt",
      t.expires_at as "expiresAt", t.refreshing_until > clock_timestamp() as "isRefreshing",
      (select coalesce(json_agg(json_build_object('templateId', template_id, 'title', title,
          'reason', pause_reason, 'until', paused_until) order by template_id), '[]')
        from templates where templates.app_id = apps.app_id and state = 'paused'
      ) as "pausedTemplates",
      (select coalesce(json_agg(json_build_object('dailyLimit', daily_limit, 'used', used,
          'remain', remain, 'readAt', read_at) order by read_at), '[]')
        from (
          select * from quota_history q
          where q.app_id = apps.app_id and cgi_path = $1
            and read_at > clock_timestamp() - interval '1 day'
          order by read_at desc limit 500
        ) newest
      ) as quota
    from apps left join app_tokens t using (app_id)`,
};

/** The same in figures for gauges, of every app, with the last reading of the day's quota alone. */
export type AppGauges = {
  appId: string;
  pauseKind: string | null;
  pausedTemplates: number;
  generation: number | null;
  expiresAt: Date | null;
  dailyLimit: number | null;
  remain: number | null;
};

export function readAppGauges(database: Database, cgiPath: string): Promise<AppGauges[]> {
  return database.query<AppGauges>(readGaugesStatement, [cgiPath]);
}

const readGaugesStatement = {
  name: 'read-app-gauges',
  text: `
    select apps.app_id as "appId", apps.pause_kind as "pauseKind", t.generation,
      t.expires_at as "expiresAt", q.daily_limit as "dailyLimit", q.remain,
      (select count(*) from templates where templates.app_id = apps.app_id and state = 'paused'
      ) as "pausedTemplates"
    from apps
    left join app_tokens t using (app_id)
    left join quota_readings q on q.app_id = apps.app_id and q.cgi_path = $1
      and q.read_at > clock_timestamp() - interval '1 day'`,
};
