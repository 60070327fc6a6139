import type { Database } from '../database/open-database.ts';

/** What a user left behind by using the mini program; the newest of it. */
export type UserTraces = {
  logins: { at: Date; hasBoundPhone: boolean }[];
  /** Answers to being asked, as the mini program reported or WeChat witnessed them. */
  asks: { templateId: string; kind: string; result: string; at: Date; page: string | null }[];
};

/** Reads at most `limit` of each, newest first. */
export async function readUserTraces(
  database: Database,
  { userId, limit }: { userId: string; limit: number },
): Promise<UserTraces> {
  const [logins, asks] = await Promise.all([
    database.query<UserTraces['logins'][number]>(
      `select logged_in_at as at, has_bound_phone as "hasBoundPhone"
       from logins where user_id = $1 order by logged_in_at desc limit $2`,
      [userId, limit],
    ),
    database.query<UserTraces['asks'][number]>(
      `select template_id as "templateId", kind, result, at, page
       from grant_evidence where user_id = $1 order by at desc limit $2`,
      [userId, limit],
    ),
  ]);
  return { logins, asks };
}
