import type { RunQuery } from '../database/run-query.ts';
import type { DuePush, HotPath } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { callSettling } from './call-settling.ts';
import { readDue, type StoredDuePush } from './due-push.ts';
import { isAway, isLockedOut } from './is-away.ts';
import { hasLostRace } from './rerun-lost-race.ts';

type Applied = { applied: number; due: DuePush[] };

/**
 * Applies stored events, each once, however many processes do so. When a batch fails its events are applied one by one, and
 * the one that fails by itself is set aside with its problem after five tries.
 */
export function createApplyEvents(core: StorageCore): HotPath['applyEvents'] {
  const { logger } = core;
  return async (limit) => {
    try {
      return await applyEvents(core, { limit, ids: null });
    } catch (error) {
      if (isAway(error)) throw error;
      logger.warn('A batch of events could not be applied; its events are taken one by one.', {
        error,
      });
    }
    return applyOneByOne(core, limit);
  };
}

async function applyOneByOne(core: StorageCore, limit: number): Promise<Applied> {
  const { logger } = core;
  const { query } = core.database;
  const total: Applied = { applied: 0, due: [] };
  const waiting = await query<{ id: string }>(
    `select id from events where processed_at is null order by received_at limit $1`,
    [limit],
  );
  for (const { id } of waiting) {
    try {
      const one = await applyEvents(core, { limit: 1, ids: [id] });
      total.applied += one.applied;
      total.due.push(...one.due);
    } catch (error) {
      // What is done so far must be answered for; a database that went away is met again by the next call.
      if (isAway(error)) return total;
      // Neither is the event's fault: it waits for the next call, and this is no try of its.
      if (isLockedOut(error) || hasLostRace(error)) continue;
      logger.warn('An event could not be applied.', { eventId: id, error });
      await noteFailure(query, id, error);
    }
  }
  return total;
}

async function applyEvents(
  core: StorageCore,
  input: { limit: number; ids: readonly string[] | null },
): Promise<Applied> {
  const answer = await callSettling<{ applied: number; due: StoredDuePush[] }>(core, {
    name: 'apply_events',
    parameters: ['integer', 'uuid[]'],
    values: [input.limit, input.ids],
  });
  return { applied: answer.applied, due: readDue(answer.due) };
}

async function noteFailure(query: RunQuery, eventId: string, error: unknown): Promise<void> {
  await callFunction<null>(query, {
    name: 'note_event_failure',
    parameters: ['uuid', 'text'],
    values: [eventId, error instanceof Error ? error.message : String(error)],
  });
}
