import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A server of a run that is killed and started again as faults will have it. */
export type KillableChild = {
  /** While it runs. */
  pid: () => number | undefined;
  /** @throws Error once closed: a fault may still be under way when the run is broken off. */
  start: () => void;
  kill: () => Promise<void>;
  /** Kills it for good. */
  close: () => Promise<void>;
};

export function createKillableChild(name: string, spawnIt: () => ChildProcess): KillableChild {
  let child: ChildProcess | null = null;
  let isClosed = false;
  const kill = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  return {
    pid: () => child?.pid,
    start() {
      if (isClosed) throw new Error(`${name} was stopped.`);
      child = spawnIt();
    },
    kill,
    close() {
      isClosed = true;
      return kill();
    },
  };
}
