import { readFileSync } from 'node:fs';

/** Of a clock tick in /proc, which is 100 a second wherever Node.js runs on Linux. */
const MS_PER_TICK = 10;

/** Processor time that a process and the children it has now, or had, have used so far. @throws Error where there is no /proc. */
export function readCpuMs(pid: number): number {
  const children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
  const own = readTicks(pid, 4);
  const theirs = children
    .split(' ')
    .filter((child) => child !== '')
    .map((child) => ticksOfChild(Number(child)));
  return (own + theirs.reduce((sum, ticks) => sum + ticks, 0)) * MS_PER_TICK;
}

/** One that ended since it was listed is counted with its parent next time. */
function ticksOfChild(pid: number): number {
  try {
    return readTicks(pid, 2);
  } catch {
    return 0;
  }
}

/** utime and stime, and with four fields those of children that have ended. */
function readTicks(pid: number, fields: 2 | 4): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  // The name, in brackets, may hold anything; the 14th field of all is the 12th behind it.
  const behind = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return behind.slice(11, 11 + fields).reduce((sum, ticks) => sum + Number(ticks), 0);
}
