import { fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** A process of the benchmark that does as it is told: the upstream, the bare limit, a peer. */
export type HelperProcess = {
  pid: number;
  /** Rejects with what the process threw, or when it is gone. */
  call<T>(method: string, ...args: unknown[]): Promise<T>;
  stop(): Promise<void>;
};

type Reply = { id: number; result?: unknown; error?: string };
type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void };

const STOP_LIMIT_MS = 10_000;

/**
 * Starts a module whose main function answers calls on its IPC channel. It sees only the environment that it is given, and
 * ends when we do, since its channel ends.
 */
export function startHelperProcess(input: {
  name: string;
  entry: string;
  env: Readonly<Record<string, string>>;
  folder: string;
}): HelperProcess {
  mkdirSync(input.folder, { recursive: true });
  const log = openSync(path.join(input.folder, `${input.name}.log`), 'a');
  const { PATH = '', HOME = '' } = process.env;
  const child = fork(input.entry, [], {
    env: { PATH, HOME, NODE_ENV: 'production', ...input.env },
    stdio: ['ignore', log, log, 'ipc'],
    execArgv: [],
    detached: true,
  });
  closeSync(log);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  child.on('message', (message) => {
    const { id, result, error } = message as Reply;
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(`${input.name}: ${error}`));
  });
  const ended = once(child, 'exit');
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  void ended.then(() => {
    for (const call of waiting.values()) call.reject(goneError(input.name));
  });
  return {
    pid: child.pid ?? -1,
    call: <T>(method: string, ...args: unknown[]) =>
      new Promise<T>((resolve, reject) => {
        if (isGone()) throw goneError(input.name);
        lastId += 1;
        waiting.set(lastId, { resolve: resolve as Waiting['resolve'], reject });
        child.send({ id: lastId, method, args });
      }),
    async stop() {
      if (isGone()) return;
      if (child.connected) child.disconnect();
      const late = delay(STOP_LIMIT_MS, 'late', { ref: false });
      if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
      await ended;
    },
  };
}

const goneError = (name: string): Error => new Error(`${name} has ended; see its log.`);
