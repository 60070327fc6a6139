import { AppError } from '@yuexin/errors';

/**
 * No caller waits for a database that hangs (P11): after `ms` it is told to come again. The work itself goes on, so that
 * what it stores is stored; the same Idempotency-Key then finds it. `soFar` says what the caller has to reckon with.
 */
export async function withinDeadline<T>(
  work: Promise<T>,
  ms: number,
  soFar = 'what was asked may have been done',
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(
        new AppError('unavailable', {
          message: `The answer takes too long; ${soFar}.`,
          retryAfterMs: 2_000,
        }),
      );
    }, ms);
  });
  try {
    // Whoever of the two comes second is heard by nobody, and must not end the process.
    work.catch(() => undefined);
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
