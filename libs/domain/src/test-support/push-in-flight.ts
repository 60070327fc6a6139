import type { DecideNextInput, PushInFlight } from '../decision.ts';
import type { Outcome } from '../vocabulary.ts';

export const now = new Date('2026-03-01T10:00:30.000Z');

/** A first attempt of a push with a grant and a day to live. */
export const pushInFlight = (facts: Partial<PushInFlight> = {}): PushInFlight => ({
  attemptNumber: 1,
  retries: 0,
  tokenRetries: 0,
  expiresAt: new Date(now.getTime() + 86_400_000),
  onNoGrant: 'park',
  onUnconfirmed: 'reconcile',
  hasGrant: true,
  hadUnconfirmed: false,
  hasVerdict: false,
  ...facts,
});

/** What decide-next is asked; jitter gives the middle of each range. */
export const asked = (
  outcome: Outcome,
  facts: Partial<PushInFlight> = {},
  random: () => number = () => 0.5,
): DecideNextInput => ({ push: pushInFlight(facts), outcome, now, random });

export const refused = (errcode: number, errmsg = 'words'): Outcome => ({
  kind: 'refused',
  errcode,
  errmsg,
  rid: null,
});
