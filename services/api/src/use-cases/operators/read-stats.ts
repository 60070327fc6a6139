import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';

export const openStates = [
  ...(['scheduled', 'parked', 'queued', 'sending', 'retrying', 'unconfirmed'] as const),
] as const;

export type ReadStats = (input: {
  /** Null: of all apps. */
  appIds: readonly string[] | null;
  /** How far to look back. */
  minutes: number;
}) => Promise<object>;

/** The figures of now and of the last minutes, as GET /v1/stats answers them and the console's stream tells them. */
export function createReadStats(deps: {
  storage: { upkeep: Pick<Storage['upkeep'], 'countOpen' | 'readMinutes' | 'oldestQueued'> };
  clock: Clock;
}): ReadStats {
  const { upkeep } = deps.storage;
  return async ({ appIds, minutes: lookBack }) => {
    const now = deps.clock.now();
    const since = new Date(Math.floor(now.getTime() / 60_000 - lookBack + 1) * 60_000);
    const [open, oldest, minutes] = await Promise.all([
      upkeep.countOpen(),
      upkeep.oldestQueued(appIds),
      upkeep.readMinutes({ appIds, since }),
    ]);
    const counted = (state: string): number =>
      open
        .filter((row) => row.state === state && (appIds === null || appIds.includes(row.appId)))
        .reduce((sum, row) => sum + row.count, 0);
    return {
      at: now.toISOString(),
      open: Object.fromEntries(openStates.map((state) => [state, counted(state)])),
      oldestQueuedAt: oldest?.toISOString() ?? null,
      minutes: minutes.map(({ minute, ...counts }) => ({ at: minute.toISOString(), ...counts })),
    };
  };
}
