import { readFileSync } from 'node:fs';

export type MemoryWatch = {
  /** Resident megabytes so far, oldest first. */
  readings(): readonly number[];
  stop(): void;
};

const EVERY_MS = 250;
const KIB_PER_MB = 1_024;

/** Samples a process's resident memory from /proc, which is there on Linux only. @throws Error elsewhere. */
export function watchMemory(pid: number): MemoryWatch {
  const readings = [readResidentMb(pid)];
  const timer = setInterval(() => {
    readings.push(readResidentMb(pid));
  }, EVERY_MS);
  return { readings: () => readings, stop: () => clearInterval(timer) };
}

function readResidentMb(pid: number): number {
  const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined)
    throw new Error(`/proc tells no resident memory of process ${String(pid)}.`);
  return Number(kib) / KIB_PER_MB;
}
