/** One kind of upkeep (design 11): idempotent, bounded per run, safe to run twice at once. */
export type Sweep = {
  name: string;
  everyMs: number;
  /** After a run that found something; default `everyMs`. */
  busyMs?: number;
  /** True: one worker runs it at a time, by a turn taken in PostgreSQL. False: every process for itself. */
  isShared: boolean;
  /** Resolves to the rows it touched. `signal` aborts at shutdown: stop between two steps. */
  run(signal: AbortSignal): Promise<number>;
};
