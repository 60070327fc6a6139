import { sendPath } from '@yuexin/domain';
import { deadMax, pulseSeconds, type AppPulse, type Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { latencyPercentiles } from '../../presenters/latency-percentiles.ts';
import { presentAppPulse } from '../../presenters/present-app-pulse.ts';
import { rememberFor } from '../remember-for.ts';
import { isProgressing, presentProcesses } from '../../presenters/present-processes.ts';
import { spanSince } from './span-since.ts';

export const openStates = [
  ...(['scheduled', 'parked', 'queued', 'sending', 'retrying', 'unconfirmed'] as const),
] as const;

export type ReadStats = (input: {
  /** Null: of all apps. */
  appIds: readonly string[] | null;
  /** How far to look back. */
  minutes: number;
  /** Minutes in each span of the series. */
  stepMinutes: number;
}) => Promise<object>;

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'list'>;
    upkeep: Pick<
      Storage['upkeep'],
      'countOpen' | 'readMinutes' | 'readAppPulses' | 'readProcessPulses' | 'readAppHealth'
    >;
  };
  refreshMarginMs: number;
  clock: Clock;
};

/** The call whose quota counts. */

/** Percentiles are of so many minutes: one is too few where little is sent. */
const latencyMinutes = 5;

/**
 * The figures of now and of the last minutes, as GET /v1/stats answers them and the console's stream tells them. What is the
 * same for everybody is read once in a second or more, however many ask.
 */
export function createReadStats({ storage, refreshMarginMs, clock }: Deps): ReadStats {
  const { apps, upkeep } = storage;
  const everyMs = (ms: number) => ({ ms, clock });
  const readNow = rememberFor(everyMs(1000), () =>
    Promise.all([upkeep.countOpen(), upkeep.readAppPulses(), upkeep.readProcessPulses()]),
  );
  const readApps = rememberFor(everyMs(1000), () => apps.list());
  const readHealth = rememberFor(everyMs(5000), () => upkeep.readAppHealth(sendPath));

  return async ({ appIds, minutes: lookBack, stepMinutes }) => {
    const now = clock.now();
    const isMine = ({ appId }: { appId: string }) => appIds === null || appIds.includes(appId);
    const since = spanSince(now, { minutes: lookBack, stepMinutes });
    const recent = new Date(now.getTime() - latencyMinutes * 60_000);
    const [[open, allPulses, processes], allApps, health, minutes, last] = await Promise.all([
      ...([readNow(), readApps(), readHealth()] as const),
      upkeep.readMinutes({ appIds, since, stepMinutes }),
      upkeep.readMinutes({ appIds, since: recent, stepMinutes: latencyMinutes }),
    ]);
    const pulses = allPulses.filter(isMine);
    const countOf = (isCounted: (row: { appId: string }) => boolean): Record<string, number> =>
      Object.fromEntries(
        openStates.map((state) => {
          const rows = open.filter((row) => row.state === state && isCounted(row));
          return [state, sumOf(rows.map((row) => row.count))];
        }),
      );
    const shownApps = allApps.filter(isMine).map((app) => {
      const of = ({ appId }: { appId: string }) => appId === app.appId;
      const [pulse, itsHealth] = [pulses.find(of), health.find(of)];
      return presentAppPulse({
        ...{ app, pulse, health: itsHealth, open: countOf(of), refreshMarginMs },
      });
    });
    return {
      at: now.toISOString(),
      open: countOf(isMine),
      oldestQueuedAt: oldestOf(pulses)?.toISOString() ?? null,
      acceptedPerSecond: sumOf(pulses.map(({ accepted }) => accepted)) / pulseSeconds,
      sentPerSecond: sumOf(pulses.map(({ sent }) => sent)) / pulseSeconds,
      dead: sumOf(pulses.map(({ dead }) => Math.min(dead, deadMax))),
      isDeadCapped: pulses.some(({ dead }) => dead > deadMax),
      latency: latencyPercentiles(last.map(({ latency }) => latency)),
      workers: presentProcesses(processes, 'worker', now),
      apis: presentProcesses(processes, 'api', now),
      isProgressing: isProgressing({ apps: shownApps, processes, now }),
      apps: shownApps,
      minutes: minutes.map(({ minute, latency, ...counts }) => ({
        ...{ at: minute.toISOString(), ...counts },
        latency: latencyPercentiles([latency]),
      })),
    };
  };
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

function oldestOf(pulses: readonly AppPulse[]): Date | null {
  const times = pulses.flatMap(({ oldestQueuedAt }) => oldestQueuedAt?.getTime() ?? []);
  return times.length === 0 ? null : new Date(Math.min(...times));
}
