import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';

/** Which sessions of mini programs were ended before their time. */
export type EndedSessions = {
  /** Whether a session of this user, given out then, is over. At most a few seconds old. */
  isEnded(userId: string, issuedAtMs: number): Promise<boolean>;
  /** Looks again at the next question: call after sessions were ended here. */
  forget(): void;
};

const knownForMs = 3_000;
/** Longer than any session lives: what was ended before has run out. */
const rememberedMs = 26 * 3_600_000;

/** All that were ended in the last day, read at most every few seconds: there are few, and a request costs no look-up of its own. */
export function createEndedSessions(deps: {
  users: Pick<Storage['users'], 'sessionsEndedSince'>;
  clock: Pick<Clock, 'now' | 'monotonicMs'>;
}): EndedSessions {
  const { users, clock } = deps;
  let known: { until: number; endedAt: Promise<ReadonlyMap<string, number>> } | null = null;

  const read = async (): Promise<ReadonlyMap<string, number>> => {
    const since = new Date(clock.now().getTime() - rememberedMs);
    const ended = await users.sessionsEndedSince(since);
    return new Map(ended.map(({ userId, endedAt }) => [userId, endedAt.getTime()]));
  };

  return {
    isEnded: async (userId, issuedAtMs) => {
      if (known === null || known.until <= clock.monotonicMs()) {
        const endedAt = read();
        known = { until: clock.monotonicMs() + knownForMs, endedAt };
        // What could not be read is asked for anew by the next.
        endedAt.catch(() => (known = null));
      }
      const endedAtMs = (await known.endedAt).get(userId);
      return endedAtMs !== undefined && issuedAtMs <= endedAtMs;
    },
    forget: () => {
      known = null;
    },
  };
}
