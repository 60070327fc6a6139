import type { Job, JobsOptions, Telemetry } from 'bullmq';
import type { BullJob } from './push-job.ts';

type CountedState = 'active' | 'waiting' | 'prioritized' | 'delayed' | 'failed';

/** The part of BullMQ's Queue that we use; both backends have it. */
export type PushQueue = {
  add(name: string, data: object, opts: JobsOptions): Promise<unknown>;
  addBulk(jobs: BullJob[]): Promise<unknown>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  rateLimit(expireTimeMs: number): Promise<void>;
  getJobCounts(...states: CountedState[]): Promise<Record<string, number>>;
  getBackend(): {
    setQueueMeta(values: Record<string, string | number>): Promise<number>;
    getQueueMetaField(field: string): Promise<string | null>;
  };
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** The part of BullMQ's Worker that we use; both backends have it. */
export type PushWorker = {
  run(): Promise<void>;
  waitUntilReady(): Promise<unknown>;
  pause(doNotWaitActive?: boolean): Promise<void>;
  resume(): Promise<void>;
  isRunning(): boolean;
  isPaused(): boolean;
  close(force?: boolean): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** The part of BullMQ's Job that a processor uses. */
export type TakenJob = Pick<Job<unknown>, 'id' | 'data' | 'moveToDelayed' | 'moveToWait'> &
  Partial<Pick<Job<unknown>, 'timestamp' | 'opts' | 'processedOn' | 'attemptsStarted'>>;
export type PushProcessor = (job: TakenJob, token?: string) => Promise<void>;

/** How soon the jobs of a worker that died come back: after `lockDurationMs` plus one or two intervals. */
export type StallOptions = { lockDurationMs: number; intervalMs: number };

/** What Redis and PostgreSQL do differently. */
export type QueueEngine = {
  kind: 'redis' | 'postgres';
  /** For logs and people; no credentials. */
  description: string;
  /** Null when all is well, else what is wrong, for people. Rejects (or hangs) when the engine does not answer. */
  check(): Promise<string | null>;
  /** By its key (queue-key). Only after `check` gave null once: BullMQ remembers a first failure for ever. */
  openQueue(key: string): PushQueue;
  /** Only after `check` gave null once. Does not run by itself. */
  openWorker(key: string, processor: PushProcessor, options: WorkerChoice): PushWorker;
  /** Those of the job ids that the queue of this key does not hold, in no state. */
  findMissing(key: string, jobIds: readonly string[]): Promise<string[]>;
  /** Leaves a note in the store when it answers false. */
  hasMarker(appId: string): Promise<boolean>;
  /** With `isNoteNeeded`: does nothing when the note is gone, since then the store was wiped once more. */
  setMarker(appId: string, isNoteNeeded: boolean): Promise<void>;
  /** Cuts every connection; what still waits for an answer is rejected or forgotten. */
  close(): Promise<void>;
};

export type WorkerChoice = {
  concurrency: number;
  stall: StallOptions;
  telemetry?: Telemetry | undefined;
};

const eventsKept = 100;

/** Nothing reads BullMQ's events, and each job costs about 90 bytes of them. */
export const queueOptions = { streams: { events: { maxLen: eventsKept } } };

/** What `queueOptions` stores in the queue; written again because a wipe forgets it. */
export const eventsCap = { 'opts.maxLenEvents': eventsKept };

export function workerOptions({ concurrency, stall, telemetry }: WorkerChoice) {
  return {
    ...(telemetry !== undefined && { telemetry }),
    concurrency,
    autorun: false,
    lockDuration: stall.lockDurationMs,
    stalledInterval: stall.intervalMs,
    // BullMQ would fail (and so remove) a job whose workers died more often than this.
    maxStalledCount: 1_000_000,
    // The default of 15 s would be added to every reconnect.
    runRetryDelay: 1000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
}
