import type { DuePush } from './hot-path.ts';

export type SweepResult = { touched: number; due: DuePush[] };

/** One bounded, idempotent run each; safe twice at once. Depend on PostgreSQL only (design 11). */
export type Sweeps = {
  /** scheduled and retrying whose dueAt has come -> queued (or parked without a grant). */
  queueDue(limit: number): Promise<SweepResult>;
  /** The next of a walk over all that is queued for over 2 s and not held by a pause; fewer than `limit`: the next call begins anew. */
  walkQueued(limit: number): Promise<DuePush[]>;
  /** Everything of this app that should be on the queue, oldest due first, by keyset. */
  listQueued(input: {
    appId: string;
    afterDueAt: Date | null;
    afterId: string | null;
    limit: number;
  }): Promise<{ due: DuePush; dueAt: Date }[]>;
  releaseParked(limit: number): Promise<SweepResult>;
  /** Parked for an address that somebody has by now -> attached. */
  attachParked(limit: number): Promise<SweepResult>;
  /** sending past its lease -> unconfirmed; with `resend` queued again while its retries last. */
  expireLeases(limit: number): Promise<SweepResult>;
  freeSlots(limit: number): Promise<SweepResult>;
  freeReservations(limit: number): Promise<SweepResult>;
  /** design 5: silence counts as not sent only when (a), (b) and (c) hold. */
  judgeUnconfirmed(input: { limit: number; windowMs: number }): Promise<SweepResult>;
  expirePushes(limit: number): Promise<SweepResult>;
  /** Pauses whose end has come; returns the apps resumed. */
  endPauses(): Promise<{ appIds: string[]; touched: number }>;
  /** Counts what happened in the last minutes; answers how many buckets changed. */
  countMinutes(input: { keepDays: number }): Promise<number>;
  retire(input: {
    limit: number;
    keepDays: {
      pushes: number;
      events: number;
      /** What syncs found about templates as well. */
      audit: number;
      heartbeats: number;
      /** As long as a repeated request id counts once. */
      reports: number;
      /** More than the 30 days a push may live. */
      evidence: number;
      drift: number;
      logins: number;
    };
  }): Promise<number>;
};
