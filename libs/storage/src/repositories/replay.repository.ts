import { v7 as uuidv7 } from 'uuid';
import { callFunction } from '../hot-path/call-function.ts';
import type { Database } from '../database/open-database.ts';
import { decodeCursor, isUuidKey, toPage, type Page } from './cursor.ts';
import { createReplayRun, type ReplayRun } from './replay-run.ts';
import {
  firstPlace,
  replayColumns,
  type DeadPage,
  type ReplayFilter,
  type ReplayPlace,
  type ReplayPreview,
  type ReplayRow,
  type ReplayState,
} from './replay-row.ts';

export type StartedReplay =
  /** `isFirst`: false when the same token had started it before. */
  | { kind: 'started'; replay: ReplayRow; isFirst: boolean }
  | { kind: 'too-old' }
  /** Never given out, or to another caller. */
  | { kind: 'unknown' };

/** What a preview covers, for whoever has its token. */
export type CoveredByPreview = {
  id: string;
  appIds: string[];
  filter: ReplayFilter;
  /** The last push it covers; null: all that were dead then. */
  throughAppId: string | null;
  previewedAt: Date;
};
export type FoundPreview =
  | { kind: 'found'; preview: CoveredByPreview }
  | { kind: 'too-old' }
  /** Its replay was started. */
  | { kind: 'started' }
  /** Never given out, or to another caller. */
  | { kind: 'unknown' };

export type ReplayRepository = ReplayRun & {
  /** Fixes filter and instant: only what is dead now will be replayed. Resolves to the id; what `listDead` then walks. */
  openPreview(input: {
    callerId: string;
    actor: string;
    appIds: readonly string[];
    filter: ReplayFilter;
    allowsDuplicates: boolean;
    lifeMs: number;
  }): Promise<string>;
  /** The next of an app's pushes that the replay covers, oldest first; looks at `walk` rows at most. */
  listDead(input: {
    replayId: string;
    place: ReplayPlace;
    limit: number;
    walk: number;
  }): Promise<DeadPage>;
  /** Writes what was counted, the last push covered (null: all of them) and the hash of the token that starts it. */
  closePreview(input: {
    id: string;
    preview: ReplayPreview;
    through: ReplayPlace | null;
    tokenHash: Buffer;
  }): Promise<void>;
  /** Once for each token: the second call is answered with the same replay. */
  start(input: {
    tokenHash: Buffer;
    callerId: string;
    ratePerSecond: number;
    ttlSeconds: number | null;
  }): Promise<StartedReplay>;
  /** The preview behind a token, which is not used up by this. */
  findPreview(input: { tokenHash: Buffer; callerId: string }): Promise<FoundPreview>;
  find(id: string): Promise<ReplayRow | null>;
  /** Newest first; within these apps (null: all). */
  list(input: {
    appIds: readonly string[] | null;
    limit: number;
    cursor: string | null;
  }): Promise<Page<ReplayRow>>;
  /** Null when it is in none of the states `from`. */
  change(input: {
    id: string;
    from: readonly ReplayState[];
    to: ReplayState;
  }): Promise<ReplayRow | null>;
};

type Known = ReplayRow & { isPreview: boolean };

/** Replays and their previews. */
export function createReplayRepository({ database }: { database: Database }): ReplayRepository {
  return {
    ...createReplayRun(database),
    async openPreview({ callerId, actor, appIds, filter, allowsDuplicates, lifeMs }) {
      const id = uuidv7();
      await database.query(dropOldPreviews);
      await database.query(openStatement, [
        ...[id, callerId, actor, appIds, JSON.stringify(filter), allowsDuplicates, lifeMs],
        appIds[0] ?? '',
      ]);
      return id;
    },
    listDead: ({ replayId, place, limit, walk }) =>
      callFunction<DeadPage>(database.query, {
        name: 'list_dead_pushes',
        parameters: ['uuid', 'text', 'uuid', 'integer', 'integer'],
        values: [replayId, place.appId, place.after, limit, walk],
      }),
    async closePreview({ id, preview, through, tokenHash }) {
      await database.query(closeStatement, [
        ...[id, JSON.stringify(preview), preview.matched, tokenHash],
        ...[through?.appId ?? null, through?.after ?? null],
      ]);
    },
    async start({ tokenHash, callerId, ratePerSecond, ttlSeconds }) {
      const values = [tokenHash, callerId, ratePerSecond, ttlSeconds];
      const [started] = await database.query<ReplayRow>(startStatement, values);
      if (started !== undefined) return { kind: 'started', replay: started, isFirst: true };
      const [known] = await database.query<Known>(knownStatement, [tokenHash, callerId]);
      if (known === undefined) return { kind: 'unknown' };
      const { isPreview, ...replay } = known;
      return isPreview ? { kind: 'too-old' } : { kind: 'started', replay, isFirst: false };
    },
    async findPreview({ tokenHash, callerId }) {
      const [row] = await database.query<
        CoveredByPreview & { kind: 'found' | 'started' | 'too-old' }
      >(previewStatement, [tokenHash, callerId]);
      if (row === undefined) return { kind: 'unknown' };
      const { kind, ...preview } = row;
      return kind === 'found' ? { kind, preview } : { kind };
    },
    async find(id) {
      const [row] = await database.query<ReplayRow>(
        `select ${replayColumns} from replays where id = $1 and state <> 'preview'`,
        [id],
      );
      return row ?? null;
    },
    async list({ appIds, limit, cursor }) {
      const before = decodeCursor('replays', cursor, isUuidKey)?.[0] ?? null;
      const rows = await database.query<ReplayRow>(listStatement, [appIds, before, limit + 1]);
      const keyOf = (row: ReplayRow) => [row.id];
      return toPage({ rows, limit, list: 'replays', keyOf, show: (row) => row });
    },
    async change({ id, from, to }) {
      const [row] = await database.query<ReplayRow>(changeStatement, [id, from, to]);
      return row ?? null;
    },
  };
}

/** A preview that nobody started is of no use to anybody a while after it ended. */
const dropOldPreviews = `
  delete from replays where id in (
    select id from replays
    where state = 'preview' and preview_expires_at < now() - interval '1 hour'
    limit 100)`;

const openStatement = `
  insert into replays
    (id, caller_id, actor, app_ids, filter, allows_duplicates, preview_expires_at, cursor_app_id, cursor_push_id)
  values ($1, $2, $3, $4, $5, $6, clock_timestamp() + $7 * interval '1 millisecond', $8, '${firstPlace}')`;

const closeStatement = `
  update replays
  set preview = $2, total = $3, token_hash = $4, through_app_id = $5, through_push_id = $6
  where id = $1`;

const startStatement = `
  update replays
  set state = 'running', rate_per_second = $3, ttl_seconds = $4, started_at = clock_timestamp(),
    paced_until = clock_timestamp(), updated_at = clock_timestamp()
  where token_hash = $1 and caller_id = $2 and state = 'preview' and preview_expires_at > clock_timestamp()
  returning ${replayColumns}`;

const knownStatement = `
  select ${replayColumns}, state = 'preview' as "isPreview"
  from replays where token_hash = $1 and caller_id = $2`;

const previewStatement = `
  select id, app_ids as "appIds", filter, through_app_id as "throughAppId", previewed_at as "previewedAt",
    case when state <> 'preview' then 'started'
      when preview_expires_at <= clock_timestamp() then 'too-old' else 'found' end as kind
  from replays where token_hash = $1 and caller_id = $2`;

const listStatement = `
  select ${replayColumns} from replays
  where state <> 'preview' and ($1::text[] is null or app_ids <@ $1) and ($2::uuid is null or id < $2)
  order by id desc limit $3`;

/** A pause earns no rate: it begins anew when the replay goes on. */
const changeStatement = `
  update replays
  set state = $3, updated_at = clock_timestamp(),
    paced_until = case when $3 = 'running' then clock_timestamp() else paced_until end,
    finished_at = case when $3 = 'cancelled' then clock_timestamp() end
  where id = $1 and state = any($2)
  returning ${replayColumns}`;
