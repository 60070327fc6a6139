import { existsSync } from 'node:fs';
import { readCpuMs } from './read-cpu-ms.ts';

/** By name, the processes whose time is told under it. */
export type CpuGroups = Readonly<Record<string, readonly number[]>>;

const US_PER_MS = 1_000;

/**
 * Counts processor time from now on. What it returns gives microseconds of each group for each of `count` pushes, under names
 * such as `CPU µs worker`: unlike rates, they hardly depend on what else the machine does. Empty where there is no /proc.
 */
export function startCpuClock(groups: CpuGroups): (count: number) => Record<string, number> {
  if (!existsSync('/proc/self/stat')) return () => ({});
  const read = (): Map<string, number> =>
    new Map(
      Object.entries(groups).map(([name, pids]) => [
        name,
        pids.reduce((sum, pid) => sum + readCpuMs(pid), 0),
      ]),
    );
  const before = read();
  return (count) => {
    const now = read();
    const rows = [...now].map(([name, ms]) => {
      const us = ((ms - (before.get(name) ?? 0)) * US_PER_MS) / count;
      return [`CPU µs ${name}`, us] as const;
    });
    return Object.fromEntries(rows);
  };
}
