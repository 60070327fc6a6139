import {
  startChildService,
  waitUntilReady,
  type ChildService,
} from '../../local-stack/child-service.ts';

/** A service of the run that may be killed, suspended, stalled and started again. */
export type RestartableService = {
  name: string;
  start(): void;
  waitReady(limitMs: number): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** Drains it, for good. */
  stop(): Promise<void>;
};

/** `onCrash` hears of an end that nobody asked for: a fault may slow a service down, but never end it. */
export function createRestartableService(deps: {
  name: string;
  entry: string;
  env: Readonly<Record<string, string>>;
  logDir: string;
  readyUrl: string;
  onCrash: (what: string) => void;
}): RestartableService {
  const { name, entry, env, logDir, readyUrl, onCrash } = deps;
  let running: ChildService | null = null;
  let isClosed = false;
  const wanted = (): ChildService => {
    if (running === null) throw new Error(`${name} does not run.`);
    return running;
  };
  return {
    name,
    start() {
      // A fault may still be under way when the run is broken off.
      if (isClosed) throw new Error(`${name} was stopped.`);
      const child = startChildService({ name, entry, env, logDir });
      running = child;
      void child.ended.then(({ code, signal }) => {
        if (running !== child) return;
        running = null;
        onCrash(`${name} ended by itself (${signal ?? `exit code ${String(code)}`})`);
      });
    },
    waitReady: (limitMs) => waitUntilReady({ service: wanted(), url: readyUrl, limitMs }),
    async kill() {
      const child = wanted();
      running = null;
      child.kill('SIGKILL');
      await child.ended;
    },
    signal: (signal) => wanted().kill(signal),
    async stop() {
      isClosed = true;
      const child = running;
      running = null;
      // One that is suspended could not hear the request to leave.
      child?.kill('SIGCONT');
      await child?.stop();
    },
  };
}
