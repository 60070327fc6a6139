import { buildDecision, retryLater } from './build-decision.ts';
import type { DecideNextInput, Decision } from './decision.ts';
import { RETRIES_MAX } from './retries-max.ts';
import { BACKOFF_CAP_MS, backoffMs } from './retry-delay.ts';
import type { Reason } from './vocabulary.ts';

/**
 * The request left and the answer did not come. The grant stays with the push, which waits for evidence (design 5).
 * Only where the caller chose `resend` does it go out again, at least once: then the grant is set free, since a push that
 * backs off holds none, and a 43101 to the second try tells that the first was delivered.
 */
export function decideUnconfirmed(input: DecideNextInput & { reason: Reason }): Decision {
  const { push, now, random, reason } = input;
  const waiting = buildDecision({ state: 'unconfirmed', reason, grantEffect: 'keep' });
  if (push.onUnconfirmed !== 'resend' || push.retries >= RETRIES_MAX) return waiting;
  const delayMs = backoffMs({ step: push.retries, capMs: BACKOFF_CAP_MS, random });
  // It may have been delivered: it must not be called expired, and waits for its event instead.
  if (now.getTime() + delayMs >= push.expiresAt.getTime()) return waiting;
  const resend = { ...reason, code: 'resend' };
  return retryLater({ push, now, delayMs, reason: resend, more: { countsAsRetry: true } });
}
