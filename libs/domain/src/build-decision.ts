import type { Decision, PushInFlight } from './decision.ts';
import type { Reason } from './vocabulary.ts';

const nothingMore = {
  dueAt: null,
  countsAsRetry: false,
  countsAsTokenRetry: false,
  refreshToken: false,
  appPause: null,
  templatePause: null,
  alarm: null,
} as const;

/** A decision that says only what differs from "nothing more". */
export const buildDecision = (
  parts: Pick<Decision, 'state' | 'reason' | 'grantEffect'> & Partial<Decision>,
): Decision => ({ ...nothingMore, ...parts });

/**
 * The push goes back to wait `delayMs`, its grant set free for whoever is first. Where that would be past its expiry it
 * ends now: it could not be sent any more. One that may have been delivered by an earlier attempt is not called expired: it waits, and
 * the sweep of expiries ends it as unconfirmed.
 */
export function retryLater(input: {
  push: PushInFlight;
  now: Date;
  delayMs: number;
  reason: Reason;
  more?: Partial<Decision>;
}): Decision {
  const { push, now, delayMs, reason, more } = input;
  const dueAt = new Date(now.getTime() + delayMs);
  const waiting = buildDecision({
    grantEffect: 'release',
    ...more,
    state: 'retrying',
    reason,
    dueAt,
  });
  if (dueAt.getTime() < push.expiresAt.getTime() || push.hadUnconfirmed) return waiting;
  const message = `The push expired before it could be tried again. ${reason.message}`;
  return {
    ...waiting,
    state: 'expired',
    reason: { ...reason, code: 'expired', message },
    dueAt: null,
    countsAsRetry: false,
    countsAsTokenRetry: false,
  };
}
