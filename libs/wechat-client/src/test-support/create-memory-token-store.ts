import type { Clock } from '@yuexin/telemetry';
import { setImmediate as roundTrip } from 'node:timers/promises';
import type { StoredToken, TokenStore } from '../wechat-client.ts';

type Row = {
  token: StoredToken | null;
  generation: number;
  lease: { id: string; until: Date } | null;
  forced: number[];
};

const leaseMs = 15_000;
const dayMs = 86_400_000;
const shanghaiOffsetMs = 8 * 3_600_000;

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
    const row = rows.get(appId) ?? { token: null, generation: 0, lease: null, forced: [] };
    rows.set(appId, row);
    return row;
  };
  const call = async <T>(work: () => T): Promise<T> => {
    await roundTrip();
    const result = work();
    await roundTrip();
    return result;
  };
  let lent = 0;
  const lend = (row: Row, asked: { generation: number; notBefore?: Date }): string | null => {
    const { notBefore } = asked;
    const isLeased = row.lease !== null && row.lease.until > clock.now();
    const isRefreshedSince =
      notBefore !== undefined && row.token !== null && row.token.refreshedAt > notBefore;
    if (row.generation !== asked.generation || isLeased || isRefreshedSince) return null;
    lent += 1;
    row.lease = { id: `lease-${lent}`, until: new Date(clock.now().getTime() + leaseMs) };
    return row.lease.id;
  };
  const copy = (token: StoredToken | null): StoredToken | null =>
    token === null ? null : { ...token };

  return {
    peek: (appId) => copy(rowOf(appId).token),
    read: (appId) => call(() => copy(rowOf(appId).token)),
    takeRefreshLease: ({ appId, ...asked }) => call(() => lend(rowOf(appId), asked)),
    takeForcedLease: ({ appId, perDay, ...asked }) =>
      call(() => {
        const row = rowOf(appId);
        const nowMs = clock.now().getTime();
        const dayOf = (ms: number): number => Math.floor((ms + shanghaiOffsetMs) / dayMs);
        const today = row.forced.filter((at) => dayOf(at) === dayOf(nowMs));
        if (today.length >= perDay)
          return {
            kind: 'used-up',
            until: new Date((dayOf(nowMs) + 1) * dayMs - shanghaiOffsetMs),
          };
        if (today.some((at) => at > asked.notBefore.getTime())) return { kind: 'held' };
        const leaseId = lend(row, asked);
        if (leaseId === null) return { kind: 'held' };
        row.forced.push(nowMs);
        return { kind: 'taken', leaseId };
      }),
    save: ({ appId, accessToken, expiresAt, leaseId }) =>
      call(() => {
        const row = rowOf(appId);
        if (row.lease?.id !== leaseId) return null;
        row.lease = null;
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
    releaseLease: ({ appId, leaseId }) =>
      call(() => {
        const row = rowOf(appId);
        if (row.lease?.id === leaseId) row.lease = null;
      }),
  };
}
