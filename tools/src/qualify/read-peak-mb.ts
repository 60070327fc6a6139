import { readFileSync } from 'node:fs';

const KIB_PER_MB = 1e6 / 1_024;

/** The most resident memory a process ever had, in millions of bytes, from /proc, which is there on Linux only. @throws Error elsewhere. */
export function readPeakMb(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined) throw new Error(`/proc tells no peak of process ${String(pid)}.`);
  return Number(kib) / KIB_PER_MB;
}
