import type { Priority } from '@yuexin/domain';

/** A push that should be on its app's queue. */
export type PushJob = { pushId: string; cycle: number; priority: Priority; delayMs?: number };

/** What a handler tells the queue to do with the job it was given. */
export type JobFate = { kind: 'complete' } | { kind: 'later'; delayMs: number };

export type PushJobHandler = (job: {
  appId: string;
  pushId: string;
  cycle: number;
}) => Promise<JobFate>;

export type PushConsumer = {
  /** True while the engine's loop takes jobs; false when it lost its connection or is closed. */
  isRunning(): boolean;
  /** Stops taking jobs, waits for those in hand at most `deadlineMs`, then gives the rest back. */
  close(deadlineMs: number): Promise<void>;
};

/** The to-do list. One hub per process; which engine is behind it is nobody else's business. */
export type QueueHub = {
  engine: 'redis' | 'postgres';
  /** Resolves when the engine answers and its schema is current; waits as long as it takes, logging for what. */
  ready(signal?: AbortSignal): Promise<void>;
  /** Puts jobs on `push-<appId>` in one round trip. A job whose (pushId, cycle) is there already is ignored. */
  addPushes(appId: string, jobs: readonly PushJob[]): Promise<void>;
  consumePushes(
    appId: string,
    handler: PushJobHandler,
    options: { concurrency: number },
  ): Promise<PushConsumer>;
  /** Brake only: PostgreSQL decides. Re-asserted by the caller each minute. */
  setPaused(appId: string, isPaused: boolean): Promise<void>;
  setRate(appId: string, perSecond: number | null): Promise<void>;
  /** Minute quota: nothing of this app is taken for `ms`. */
  holdBack(appId: string, ms: number): Promise<void>;
  /** False when the queue's store was wiped (or is new) since the last `setMarker`. */
  hasMarker(appId: string): Promise<boolean>;
  setMarker(appId: string): Promise<void>;
  counts(appId: string): Promise<Record<string, number>>;
  /** BullMQ Queue objects for bull-board, one for each app. */
  boardQueues(appIds: readonly string[]): unknown[];
  ping(): Promise<void>;
  close(): Promise<void>;
};
