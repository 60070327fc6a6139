import { AppError } from '@yuexin/errors';

/**
 * No caller waits for a database that hangs (P11): after `ms` it is told to come again. The work itself goes on, so that
 * what it stores is stored; the same Idempotency-Key then finds it. `soFar` says what the caller has to reckon with.
 */
export function withinDeadline<T>(
  work: Promise<T>,
  ms: number,
  soFar = 'what was asked may have been done',
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate(soFar)), ms);
    // Whatever comes after the deadline is heard by nobody, and must not end the process.
    work.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

function tooLate(soFar: string): AppError {
  return new AppError('unavailable', {
    message: `The answer takes too long; ${soFar}.`,
    retryAfterMs: 2_000,
  });
}
