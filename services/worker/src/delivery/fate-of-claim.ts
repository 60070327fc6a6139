import type { JobFate } from '@yuexin/queue';
import type { ClaimResult } from '@yuexin/storage';
import { jitterMs, type Random } from '../flow/jitter.ts';

/** A user's slot is held for one send, some hundred milliseconds. */
const slotWait = { minMs: 200, maxMs: 2_000 };
/** Who stays away does not come back in one crowd. */
const spreadMs = 500;
/** Time for a database to come back without a thousand jobs knocking at once. */
const databaseWait = { minMs: 1_000, maxMs: 5_000 };

/**
 * What becomes of a job whose push was not handed over (design 10). `gone` and `moved`: nothing is left to do.
 * `waiting`: PostgreSQL keeps the time, a sweep or the resume adds it again.
 */
export function fateOfClaim(
  kind: Exclude<ClaimResult['kind'], 'claimed' | 'failed'>,
  random?: Random,
): JobFate {
  switch (kind) {
    case 'gone':
    case 'moved':
    case 'waiting':
      return { kind: 'complete' };
    case 'busy':
      return { kind: 'later', delayMs: jitterMs(slotWait, random) };
  }
}

/** WeChat or the token is not there: the push was not even claimed and comes back when another look is due. */
export function fateOfStayingAway(forMs: number, random?: Random): JobFate {
  if (forMs <= 0) return { kind: 'later', delayMs: 0 };
  return { kind: 'later', delayMs: jitterMs({ minMs: forMs, maxMs: forMs + spreadMs }, random) };
}

/** The database could not be asked: the job comes back, using no attempt. */
export function fateOfFailure(random?: Random): JobFate {
  return { kind: 'later', delayMs: jitterMs(databaseWait, random) };
}
