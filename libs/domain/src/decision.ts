import type {
  GrantEffect,
  OnNoGrant,
  OnUnconfirmed,
  Outcome,
  PushState,
  Reason,
} from './vocabulary.ts';

/** What decide-next needs to know of a push in `sending`, as the claim returned it. */
export type PushInFlight = {
  attemptNumber: number;
  /** Back-offs already used by this push (token, pause and slot waits are not counted). */
  retries: number;
  /** Token refusals already met by this push in this cycle of life. */
  tokenRetries: number;
  expiresAt: Date;
  onNoGrant: OnNoGrant;
  onUnconfirmed: OnUnconfirmed;
  hasGrant: boolean;
  /** An earlier attempt of this push ended unconfirmed. */
  hadUnconfirmed: boolean;
  /** An operator found that those attempts were not delivered, and had it sent again. */
  hasVerdict: boolean;
};

/** Pause asked for by an outcome; `until` null means until somebody mends the cause. */
export type Pause = {
  kind: 'quota-minute' | 'quota-daily' | 'configuration' | 'template';
  until: Date | null;
  reason: Reason;
};

/** What the worker must make true; applied by settle in one transaction. */
export type Decision = {
  state: PushState;
  reason: Reason | null;
  /** When a retrying push is due again. Null for every other state. */
  dueAt: Date | null;
  grantEffect: GrantEffect;
  /** Counts against the retry budget. */
  countsAsRetry: boolean;
  countsAsTokenRetry: boolean;
  refreshToken: boolean;
  appPause: Pause | null;
  templatePause: Pause | null;
  alarm: { code: string; message: string } | null;
};

export type DecideNextInput = {
  push: PushInFlight;
  outcome: Outcome;
  now: Date;
  /** Uniform in [0, 1): the source of jitter. */
  random: () => number;
};

/** The one rule of a push's life (design 5). Pure. */
export type DecideNext = (input: DecideNextInput) => Decision;
