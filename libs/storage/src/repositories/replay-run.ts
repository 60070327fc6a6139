import type { Database } from '../database/open-database.ts';
import { callFunction } from '../hot-path/call-function.ts';
import { readDue, type StoredDuePush } from '../hot-path/due-push.ts';
import type { DuePush } from '../hot-path.ts';
import type { ReplayPlace, RunningReplay } from './replay-row.ts';

export type ReplayStep =
  | {
      kind: 'stepped';
      due: DuePush[];
      replayed: number;
      parked: number;
      failed: number;
      leftOut: number;
      skipped: number;
    }
  /** Another worker went on, it does not run any more, or its rate does not allow it yet. Nothing was changed. */
  | { kind: 'stale' };

/** What the worker needs to carry a replay out. */
export type ReplayRun = {
  listRunning(): Promise<RunningReplay[]>;
  /**
   * Puts `pushIds` back, counts `failingIds` as failed and moves on from `place` to `next` (null: it is done), in one
   * transaction. May be asked for twice: the place is the fence.
   */
  step(input: {
    replayId: string;
    place: ReplayPlace;
    pushIds: readonly string[];
    failingIds: readonly string[];
    next: ReplayPlace | null;
  }): Promise<ReplayStep>;
};

type StoredStep = Exclude<ReplayStep, { kind: 'stale' }> & { due: StoredDuePush[] };

export function createReplayRun(database: Database): ReplayRun {
  return {
    async listRunning() {
      const rows = await database.query<
        Omit<RunningReplay, 'place'> & { cursorAppId: string; cursorPushId: string }
      >(runningStatement);
      return rows.map(({ cursorAppId, cursorPushId, ...running }) => ({
        ...running,
        place: { appId: cursorAppId, after: cursorPushId },
      }));
    },
    async step({ replayId, place, pushIds, failingIds, next }) {
      const { appId, after } = next ?? place;
      const answer = await callFunction<StoredStep | { kind: 'stale' }>(database.query, {
        name: 'step_replay',
        parameters: ['uuid', 'text', 'uuid', 'uuid[]', 'uuid[]', 'text', 'uuid', 'boolean'],
        values: [
          ...[replayId, place.appId, place.after, pushIds, failingIds],
          ...[appId, after, next === null],
        ],
      });
      return answer.kind === 'stale' ? answer : { ...answer, due: readDue(answer.due) };
    },
  };
}

/** Those that began first go first. At most two seconds of rate are made up for. */
const runningStatement = {
  name: 'list-running-replays',
  text: `
    select id, app_ids as "appIds", through_app_id as "throughAppId",
      cursor_app_id as "cursorAppId", cursor_push_id as "cursorPushId",
      floor(extract(epoch from clock_timestamp()
        - greatest(paced_until, clock_timestamp() - interval '2 seconds')) * rate_per_second)::integer as allowed
    from replays
    where state = 'running'
    order by id
    limit 100`,
};
