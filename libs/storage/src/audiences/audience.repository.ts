import type { Database } from '../database/open-database.ts';
import { decodeCursor, isUuidKey, toPage, type Page } from '../repositories/cursor.ts';
import type { UserDeps } from '../repositories/user-row.ts';
import { createAudienceReport, type AudienceReport } from './audience-report.ts';
import {
  audienceColumns,
  type AudienceRow,
  type AudienceSource,
  type AudienceState,
  type AudiencePush,
  type HolderFilter,
} from './audience-row.ts';
import { createAudienceRun, type AudienceRun } from './audience-run.ts';
import { createAudienceUpload, type AudienceUpload } from './audience-upload.ts';

export type NewAudience = {
  id: string;
  appId: string;
  callerId: string;
  actor: string;
  name: string | null;
  source: AudienceSource;
  filter: HolderFilter | null;
  push: AudiencePush;
  parksUnknown: boolean;
  templateMark: string;
  ratePerSecond: number;
  startsByItself: boolean;
  expiresAt: Date | null;
};

export type AudienceRepository = AudienceUpload &
  AudienceRun &
  AudienceReport & {
    /** `open`, to be given its recipients, or `collecting` those who hold a grant. */
    create(audience: NewAudience): Promise<AudienceRow>;
    find(id: string): Promise<AudienceRow | null>;
    /** Newest first; within these apps (null: all). */
    list(input: {
      appIds: readonly string[] | null;
      limit: number;
      cursor: string | null;
    }): Promise<Page<AudienceRow>>;
    /** Null when it is in none of the states `from`, or, to be started, has nobody to send to. */
    change(input: {
      id: string;
      from: readonly AudienceState[];
      to: AudienceState;
      /** Its templates as they are now: it was looked at again. */
      templateMark?: string;
      /** Whose its pushes are from now on, when all keys of whoever made it have ended. */
      heir?: string;
    }): Promise<AudienceRow | null>;
  };

/** Messages to many, and their recipients. */
export function createAudienceRepository(core: UserDeps): AudienceRepository {
  const { database } = core;
  return {
    ...createAudienceUpload(core),
    ...createAudienceRun(core),
    ...createAudienceReport(core),
    create: (audience) => create(database, audience),
    async find(id) {
      const [row] = await database.query<AudienceRow>(
        `select ${audienceColumns} from audiences where id = $1`,
        [id],
      );
      return row ?? null;
    },
    async list({ appIds, limit, cursor }) {
      const before = decodeCursor('audiences', cursor, isUuidKey)?.[0] ?? null;
      const rows = await database.query<AudienceRow>(listStatement, [appIds, before, limit + 1]);
      const keyOf = (row: AudienceRow) => [row.id];
      return toPage({ rows, limit, list: 'audiences', keyOf, show: (row) => row });
    },
    async change({ id, from, to, templateMark = null, heir = null }) {
      const values = [id, from, to, templateMark, heir];
      const [row] = await database.query<AudienceRow>(changeStatement, values);
      return row ?? null;
    },
  };
}

async function create(database: Database, given: NewAudience): Promise<AudienceRow> {
  const [row] = await database.query<AudienceRow>(createStatement, [
    ...[given.id, given.appId, given.push.templateId, given.callerId, given.actor, given.name],
    ...[given.source, given.filter, JSON.stringify(given.push), given.parksUnknown],
    ...[given.templateMark, given.ratePerSecond, given.startsByItself, given.expiresAt],
  ]);
  if (row === undefined) throw new RangeError('An insert gave no row.');
  return row;
}

const createStatement = `
  insert into audiences
    (id, app_id, template_id, caller_id, actor, name, source, filter, push, parks_unknown, template_mark,
     rate_per_second, starts_by_itself, expires_at, state)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
    case when $7 = 'upload' then 'open' else 'collecting' end)
  returning ${audienceColumns}`;

const listStatement = `
  select ${audienceColumns} from audiences
  where ($1::text[] is null or app_id = any ($1)) and ($2::uuid is null or id < $2)
  order by id desc limit $3`;

/** A pause earns no rate: it begins anew when the audience goes on. */
const changeStatement = `
  update audiences
  set state = $3, updated_at = clock_timestamp(), held_for = null,
    reason = case when $3 = 'running' then null else reason end,
    template_mark = coalesce($4, template_mark),
    caller_id = case when $5::uuid is not null and has_caller_ended(caller_id) then $5::uuid else caller_id end,
    started_at = case when $3 = 'running' then coalesce(started_at, clock_timestamp()) else started_at end,
    paced_until = case when $3 = 'running' then clock_timestamp() else paced_until end,
    finished_at = case when $3 = 'cancelled' then clock_timestamp() end
  where id = $1 and state = any($2) and (state <> 'ready' or $3 <> 'running' or total > 0)
  returning ${audienceColumns}`;
