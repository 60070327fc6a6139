import type { CallbackDecision, Reason } from '@yuexin/domain';
import type { CallbackContent } from '../repositories/callback-row.ts';
import type { PushRow } from '../repositories/push-row.ts';

/** A callback that is this worker's to tell until its lease is over. */
export type TakenCallback = CallbackContent & {
  /** Of this call; with the id, the fence. */
  number: number;
  /** Calls before it, since it was new or a person asked for it. */
  tries: number;
  /** The one it tells of, as it is now but for its last attempt. */
  push: PushRow | null;
  url: string;
  /** Those that sign: the present one, and the one before while it still does. */
  secrets: string[];
};

export type CallbackResult = {
  callbackId: string;
  number: number;
  at: Date;
  durationMs: number;
  status: number | null;
  error: string | null;
  answer: string | null;
  decision: CallbackDecision;
};

/** An endpoint that was disabled just now, not by a person. */
export type DisabledEndpoint = { id: string; url: string; reason: Reason };

/** Due callbacks on their way to endpoints. Each call is one round trip and one transaction, and safe to repeat. */
export type CallbackDelivery = {
  /** Sweep: offers what is due to the queue, or, when its endpoint takes no more, skips it. */
  offer(
    limit: number,
  ): Promise<{ touched: number; offered: { callbackId: string; attempts: number }[] }>;
  /** Those of these that are offered and not taken yet. */
  take(callbackIds: readonly string[]): Promise<TakenCallback[]>;
  /**
   * Writes down what calls learned; answers those endpoints disabled by it and, with `takesNext`, what the endpoints are to be told
   * next, taken: of each as many as results of it were given, or fewer.
   */
  settle(
    results: readonly CallbackResult[],
    options: { takesNext: boolean },
  ): Promise<{ next: TakenCallback[]; disabled: DisabledEndpoint[] }>;
  /** Sweep: goes on with the recoveries of endpoints. */
  recover(limit: number): Promise<number>;
  /** Sweep: disables the endpoints of callers whose last key has ended; answers those. */
  disableKeyless(): Promise<DisabledEndpoint[]>;
};
