import type { BatchFailureAction } from '@yuexin/domain';
import { normaliseError } from '@yuexin/errors';
import { readSqlState } from '@yuexin/storage';

const lostRaces = new Set(['40P01', '40001']);

/**
 * What to do with a batch of statements that failed (design 9): a lost race (deadlock, serialisation) is run again, a
 * database that is away fails all alike, and anything else is one poison row whose neighbours must not suffer.
 * A refused statement was rolled back, so that running it again is safe.
 */
export function actionOnFailure(error: unknown): BatchFailureAction {
  const state = readSqlState(error);
  if (state !== null && lostRaces.has(state)) return 'retry';
  return normaliseError(error).kind === 'unavailable' ? 'fail' : 'isolate';
}
