import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';

export type Backlog = {
  /** Null, and one more counts as waiting; or the refusal: too much of this app waits already. */
  admit(appId: string): Promise<AppError | null>;
};
export type BacklogForecast = {
  /** What `admit` would answer now; nothing counts as waiting. */
  foresee(appId: string): Promise<AppError | null>;
};

const freshMs = 2_000;
/** A count that took long is not made again soon: a fiftieth of the time at most. */
const restFactor = 50;
const retryAfter = { leastMs: 1_000, mostMs: 300_000, unknownMs: 30_000 };

type Reading = { open: number; drainPerSecond: number | null; nextAtMs: number; accepted: number };
type Entry = { reading: Reading | null; refresh: Promise<void> | null };

/**
 * Sheds before the database does (P11): an app with more queued pushes than `max` takes no more. The count is a few
 * seconds old at most, is made from open rows only, up to the bound, and costs the accept nothing but the first time.
 */
export function createBacklog(deps: {
  storage: { upkeep: Pick<Storage['upkeep'], 'countQueued' | 'readDrainRate'> };
  max: number;
  clock: Pick<Clock, 'monotonicMs'>;
  logger: Logger;
}): Backlog & BacklogForecast {
  const { storage, max, clock, logger } = deps;
  const entries = new Map<string, Entry>();

  const read = async (appId: string, entry: Entry): Promise<void> => {
    const startedMs = clock.monotonicMs();
    const open = await storage.upkeep.countQueued({ appId, atMost: max });
    const isFull = open >= max;
    const drainPerSecond = isFull ? await storage.upkeep.readDrainRate(appId) : null;
    const nowMs = clock.monotonicMs();
    const nextAtMs = nowMs + Math.max(freshMs, (nowMs - startedMs) * restFactor);
    if (isFull && (entry.reading?.drainPerSecond ?? null) === null) {
      logger.warn('too many pushes of an app wait; more are turned away', { appId, max });
    }
    entry.reading = { open, drainPerSecond, nextAtMs, accepted: 0 };
  };
  const refresh = (appId: string, entry: Entry): Promise<void> => {
    entry.refresh ??= read(appId, entry).finally(() => {
      entry.refresh = null;
    });
    return entry.refresh;
  };

  const readingOf = async (appId: string): Promise<Reading | null> => {
    const entry = entries.get(appId) ?? { reading: null, refresh: null };
    entries.set(appId, entry);
    if (entry.reading === null) await refresh(appId, entry);
    else if (clock.monotonicMs() >= entry.reading.nextAtMs) {
      // A database that is away is told by the accept itself.
      refresh(appId, entry).catch(() => undefined);
    }
    return entry.reading;
  };
  const judge = (reading: Reading | null): AppError | null =>
    reading === null || reading.open + reading.accepted < max ? null : overloaded(reading, max);

  return {
    foresee: async (appId) => judge(await readingOf(appId)),
    admit: async (appId) => {
      const reading = await readingOf(appId);
      const refusal = judge(reading);
      if (reading !== null && refusal === null) reading.accepted += 1;
      return refusal;
    },
  };
}

/** Until a twentieth of the room is free again, at the present pace. */
function overloaded({ drainPerSecond }: Reading, max: number): AppError {
  const room = Math.ceil(max / 20);
  const forMs = drainPerSecond ? (room / drainPerSecond) * 1_000 : retryAfter.unknownMs;
  return new AppError('overloaded', {
    message: `${max} pushes of this app wait to be sent already.`,
    retryAfterMs: Math.min(retryAfter.mostMs, Math.max(retryAfter.leastMs, Math.ceil(forMs))),
  });
}
