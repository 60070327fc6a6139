import { AppError } from './app-error.ts';

/** Turns anything thrown into an AppError; what is not one already becomes `internal-error`, with the cause kept. */
export function normaliseError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('internal-error', { message, cause: thrown });
}
