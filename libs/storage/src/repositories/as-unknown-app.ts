import { AppError } from '@yuexin/errors';
import { readSqlState, sqlStates } from '../database/map-database-error.ts';

/** For tables whose one foreign key is their app: the violation becomes not-found, all else stays. */
export function asUnknownApp(error: unknown, appId: string): unknown {
  if (readSqlState(error) !== sqlStates.foreignKeyViolation) return error;
  return new AppError('not-found', { message: `There is no app ${appId}.` });
}
