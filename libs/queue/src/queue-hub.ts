import type { Priority } from '@yuexin/domain';

/** A push that should be on its app's queue. */
export type PushJob = {
  pushId: string;
  cycle: number;
  priority: Priority;
  delayMs?: number;
  /** What its consumer's span joins, where consumers trace. */
  traceparent?: string | undefined;
};

/** What a handler tells the queue to do with the job it was given. */
export type JobFate = { kind: 'complete' } | { kind: 'later'; delayMs: number };

/**
 * Claims and sends one push. May be called twice for one job (a worker died, a lock was lost): the claim in
 * PostgreSQL decides. A rejection is a bug of ours: it is logged and the job comes back a few seconds later.
 */
export type PushJobHandler = (job: {
  appId: string;
  pushId: string;
  cycle: number;
  wait: JobWait;
  /** It names the trace that it belongs to; the consumer's span has joined it where consumers trace. */
  hasTrace: boolean;
}) => Promise<JobFate>;

/** How a job came to be taken, for metrics. */
export type JobWait = {
  /** It was put on the queue for later. */
  isDelayed: boolean;
  /** From when it could be taken until it was; null for a job that was taken before. By the clocks of two machines. */
  ms: number | null;
};

/** A callback that is due, as offered by PostgreSQL. */
export type CallbackJob = { callbackId: string; attempts: number };

/** Tells a callback to its endpoint. May be called twice for one job: PostgreSQL decides who takes it. */
export type CallbackJobHandler = (job: { callbackId: string }) => Promise<JobFate>;

export type PushConsumer = {
  /** True while the engine's loop takes jobs; false when it lost its connection or is closed. */
  isRunning(): boolean;
  /** Takes no job for `ms`; consumers in other processes go on. It counts as running meanwhile. */
  rest(ms: number): void;
  /** Stops taking jobs, waits for those in hand at most `deadlineMs`, then gives the rest back. */
  close(deadlineMs: number): Promise<void>;
};

/**
 * The to-do list. One hub per process; which engine is behind it is nobody else's business.
 * No method waits for ever on an engine that is down: all but `ready` and `tryAddPushes` reject with
 * AppError `unavailable` (at once while the engine is known to be down, else after some seconds).
 */
export type QueueHub = {
  engine: 'redis' | 'postgres';
  /** Resolves when the engine answers and its schema is current; waits as long as it takes, logging for what. */
  ready(signal?: AbortSignal): Promise<void>;
  /** False while the engine does not answer, its schema is not current, or an add timed out a moment ago. Costs nothing. */
  isAvailable(): boolean;
  /** Puts jobs on `push-<appId>` in one round trip. A job whose (pushId, cycle) is there already is ignored. */
  addPushes(appId: string, jobs: readonly PushJob[]): Promise<void>;
  /**
   * `addPushes` for those who cannot wait: true when the jobs are on the queue, false when that is not known
   * after `timeoutMs` (default 250), and at once while `isAvailable()` is false. Never rejects because of the
   * engine. After a false the jobs may still arrive; adding them again later is harmless.
   */
  tryAddPushes(
    appId: string,
    jobs: readonly PushJob[],
    options?: { timeoutMs?: number },
  ): Promise<boolean>;
  /** Rejects with `unavailable` when the engine does not come up within seconds; call it again then. */
  consumePushes(
    appId: string,
    handler: PushJobHandler,
    options: { concurrency: number },
  ): Promise<PushConsumer>;
  /** Puts jobs on the queue of callbacks; one that is there already is ignored. */
  addCallbacks(jobs: readonly CallbackJob[]): Promise<void>;
  /** As `consumePushes`, for the callbacks of all apps. */
  consumeCallbacks(
    handler: CallbackJobHandler,
    options: { concurrency: number },
  ): Promise<PushConsumer>;
  /** Brake only: PostgreSQL decides. Re-asserted by the caller each minute. */
  setPaused(appId: string, isPaused: boolean): Promise<void>;
  /** Null: no limit worth the name. Re-asserted by the caller each minute, since a wipe forgets it. */
  setRate(appId: string, perSecond: number | null): Promise<void>;
  /** This process takes nothing of the app for `ms`; other processes go on. */
  restHere(appId: string, ms: number): void;
  /** Minute quota: nothing of this app is taken for `ms`, by no process. */
  holdBack(appId: string, ms: number): Promise<void>;
  /** False when the queue may have forgotten jobs (wiped, new, restarted, failed over) since the last `setMarker`. */
  hasMarker(appId: string): Promise<boolean>;
  /**
   * To be called when everything of the app was added. After a `hasMarker` that gave false it does nothing when the
   * queue was wiped once more since then: the next `hasMarker` gives false again.
   */
  setMarker(appId: string): Promise<void>;
  /** Those of the pushes that have no job on `push-<appId>` in their cycle, in whatever state. */
  findMissing<Push extends Pick<PushJob, 'pushId' | 'cycle'>>(
    appId: string,
    pushes: readonly Push[],
  ): Promise<Push[]>;
  /** Jobs by state: active, waiting (paused or not), prioritized, delayed, failed (always 0). */
  counts(appId: string): Promise<Record<string, number>>;
  /** BullMQ Queue objects for bull-board, one for each app and one for all callbacks; none while the engine has not been found ready. */
  boardQueues(appIds: readonly string[]): unknown[];
  ping(): Promise<void>;
  /** Gives back what consumers hold and lets go of every connection, within a few seconds. May be called twice. */
  close(): Promise<void>;
};
