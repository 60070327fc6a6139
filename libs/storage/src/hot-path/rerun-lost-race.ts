import { readSqlState } from '../database/map-database-error.ts';

const lostRaces = new Set(['40P01', '40001']);

/** Whether PostgreSQL ended the transaction for another's sake (deadlock, serialisation): the same call may succeed now. */
export function hasLostRace(error: unknown): boolean {
  const state = readSqlState(error);
  return state !== null && lostRaces.has(state);
}

/** Runs a transaction, and once more when it lost a race. */
export async function rerunLostRace<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (error) {
    if (!hasLostRace(error)) throw error;
    return run();
  }
}
