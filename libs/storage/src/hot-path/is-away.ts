import { AppError } from '@yuexin/errors';
import { hasLostRace } from './rerun-lost-race.ts';

/** Whether a row was locked by another for longer than we wait: of its neighbours that says nothing, and later it may be free. */
export function isLockedOut(error: unknown): boolean {
  return error instanceof AppError && error.details.isRowLock === true;
}

/** Whether the database serves nobody now, so that what else there is to do would fail alike. */
export function isAway(error: unknown): boolean {
  return (
    error instanceof AppError &&
    error.kind === 'unavailable' &&
    !hasLostRace(error) &&
    !isLockedOut(error)
  );
}
