import { availableParallelism, cpus, release, totalmem, type as osType } from 'node:os';

/** What a stranger needs to know of the machine, and nothing that names it. */
export type Machine = {
  cpu: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
  postgres: string;
  redis: string;
};

export function describeMachine(versions: { postgres: string; redis: string }): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${osType()} ${release().split('-')[0] ?? ''}`,
    node: process.versions.node,
    ...versions,
  };
}
