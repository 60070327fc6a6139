import type { Clock } from '@yuexin/telemetry';
import { setImmediate as roundTrip } from 'node:timers/promises';
import type { StoredToken, TokenStore } from '../wechat-client.ts';

type Row = { token: StoredToken | null; generation: number; refreshingUntil: Date | null };

const leaseMs = 15_000;

/**
 * The TokenStore contract in memory: each call takes a turn of the event loop on the way in and on the way out, and what
 * happens between is atomic, as one UPDATE is.
 */
export function createMemoryTokenStore({ clock }: { clock: Pick<Clock, 'now'> }): TokenStore & {
  /** What every process would read now. */
  peek(appId: string): StoredToken | null;
} {
  const rows = new Map<string, Row>();
  const rowOf = (appId: string): Row => {
    const row = rows.get(appId) ?? { token: null, generation: 0, refreshingUntil: null };
    rows.set(appId, row);
    return row;
  };
  const call = async <T>(work: () => T): Promise<T> => {
    await roundTrip();
    const result = work();
    await roundTrip();
    return result;
  };
  const copy = (token: StoredToken | null): StoredToken | null =>
    token === null ? null : { ...token };

  return {
    peek: (appId) => copy(rowOf(appId).token),
    read: (appId) => call(() => copy(rowOf(appId).token)),
    takeRefreshLease: ({ appId, generation, notBefore }) =>
      call(() => {
        const row = rowOf(appId);
        const isLeased = row.refreshingUntil !== null && row.refreshingUntil > clock.now();
        const isRefreshedSince =
          notBefore !== undefined && row.token !== null && row.token.refreshedAt > notBefore;
        if (row.generation !== generation || isLeased || isRefreshedSince) return false;
        row.refreshingUntil = new Date(clock.now().getTime() + leaseMs);
        return true;
      }),
    save: ({ appId, accessToken, expiresAt, basedOnGeneration }) =>
      call(() => {
        const row = rowOf(appId);
        row.refreshingUntil = null;
        if (row.token !== null && row.generation !== basedOnGeneration) return { ...row.token };
        const isSame = row.token?.accessToken === accessToken;
        row.generation += isSame ? 0 : 1;
        row.token = {
          accessToken,
          generation: row.generation,
          expiresAt,
          refreshedAt: clock.now(),
        };
        return { ...row.token };
      }),
    releaseLease: (appId) =>
      call(() => {
        rowOf(appId).refreshingUntil = null;
      }),
  };
}
