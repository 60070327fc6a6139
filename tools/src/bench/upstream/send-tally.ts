import { quantile } from '../figures/summarise.ts';

/** How the calls of one app, or of all, came in; times by the machine's monotonic clock, in milliseconds. */
export type TallyReading = {
  count: number;
  firstAtMs: number;
  lastAtMs: number;
  /** From the stamp in the message to its arrival; zeros when none was stamped. */
  delay: { p50Ms: number; p99Ms: number; maxMs: number };
};

export type SendTally = {
  add(body: Buffer): void;
  read(): TallyReading;
  count(): number;
  delays(): readonly number[];
};

const STAMP = Buffer.from('stamp=');

/** Of the whole machine: two processes may compare theirs. */
export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** Counts sends, and measures the delay of those whose page carries `stamp=<monotonic ms>`. */
export function createSendTally(): SendTally {
  let count = 0;
  let firstAtMs = 0;
  let lastAtMs = 0;
  const delays: number[] = [];
  return {
    add(body) {
      const nowMs = monotonicMs();
      if (count === 0) firstAtMs = nowMs;
      lastAtMs = nowMs;
      count += 1;
      const place = body.indexOf(STAMP);
      if (place < 0) return;
      const text = body.toString('latin1', place + STAMP.length, place + STAMP.length + 24);
      delays.push(nowMs - Number.parseFloat(text));
    },
    read: () => ({ count, firstAtMs, lastAtMs, delay: describeDelays(delays) }),
    count: () => count,
    delays: () => delays,
  };
}

export function describeDelays(delays: readonly number[]): TallyReading['delay'] {
  if (delays.length === 0) return { p50Ms: 0, p99Ms: 0, maxMs: 0 };
  const sorted = [...delays].sort((a, b) => a - b);
  return {
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
    maxMs: quantile(sorted, 1),
  };
}
