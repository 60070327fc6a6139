import type { Logger } from './logger.ts';
import { runWithDeadline } from './run-with-deadline.ts';
import { isProcessAlive, watchParent } from './watch-parent.ts';

/** What of `process` the shutdown needs; tests bring their own. */
export type ShutdownHost = {
  on(event: string, listener: (arg: unknown) => void): unknown;
  exit(code: number): void;
};

export type ShutdownOptions = {
  logger: Logger;
  /** For all steps together. */
  deadlineMs: number;
  /** Shut down when this process is gone; by default YUEXIN_PARENT_PID. */
  parentPid?: number | null;
  host?: ShutdownHost;
  isAlive?: (pid: number) => boolean;
};

export type Shutdown = {
  /** Registers a step. Steps run in reverse order: what was built last is closed first. A step added while shutting down runs at once. */
  add(name: string, step: () => Promise<void> | void, options?: { deadlineMs?: number }): void;
  /** Begins the one shutdown and ends the process; `error` makes the exit code 1. Later calls join the first. */
  start(reason: string, error?: unknown): Promise<void>;
  /** Aborted when the shutdown begins: for loops and waits. */
  signal: AbortSignal;
};

type Step = { name: string; run: () => Promise<void> | void; deadlineMs: number };

const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

// Ctrl-C reaches a whole process group, and npm passes it on as well: the echo is no second wish.
const echoMs = 1000;

const defaultParentPid = (): number | null => {
  const pid = Number(process.env.YUEXIN_PARENT_PID);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
};

/**
 * Ends the process in order, once: on SIGTERM, SIGINT or SIGHUP, on an uncaught error, when the parent is gone, or when asked.
 * Steps run in reverse order of `add`, each within its own deadline and all within `deadlineMs`; one that fails or is late is
 * logged and left, and makes the exit code 1. The same signal again, at least a second later, exits at once (128 + its number).
 */
export function createShutdown(options: ShutdownOptions): Shutdown {
  const { logger, deadlineMs, host = process } = options;
  const controller = new AbortController();
  const steps: Step[] = [];
  let running: Promise<void> | null = null;
  let deadlineAt = Infinity;
  let exitCode = 0;

  const runStep = async (step: Step): Promise<void> => {
    const leftMs = Math.max(0, deadlineAt - performance.now());
    const result = await runWithDeadline(step.run, Math.min(step.deadlineMs, leftMs));
    if (result.kind === 'done') {
      logger.debug('shutdown step done', { step: step.name });
      return;
    }
    exitCode = 1;
    const error = result.kind === 'failed' ? result.error : undefined;
    logger.error(`shutdown step ${result.kind}`, { step: step.name, error });
  };

  const runAll = async (reason: string): Promise<void> => {
    logger.info('shutting down', { reason });
    deadlineAt = performance.now() + deadlineMs;
    controller.abort();
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) await runStep(step);
    logger.info('stopped', { exitCode });
    host.exit(exitCode);
  };

  const start: Shutdown['start'] = (reason, error) => {
    if (error !== undefined) {
      exitCode = 1;
      logger.error(reason, { error });
    }
    running ??= runAll(reason);
    return running;
  };

  listenToHost({ host, logger, start });
  const parentPid = options.parentPid === undefined ? defaultParentPid() : options.parentPid;
  if (parentPid !== null) {
    const isAlive = options.isAlive ?? isProcessAlive;
    const onGone = () => void start('the parent process is gone');
    watchParent({ parentPid, isAlive, onGone, signal: controller.signal });
  }

  return {
    add: (name, run, own) => {
      const step = { name, run, deadlineMs: own?.deadlineMs ?? deadlineMs };
      if (running === null) steps.push(step);
      else void runStep(step);
    },
    start,
    signal: controller.signal,
  };
}

function listenToHost(input: {
  host: ShutdownHost;
  logger: Logger;
  start: Shutdown['start'];
}): void {
  const { host, logger, start } = input;
  for (const name of stopSignals) {
    let firstAt: number | null = null;
    host.on(name, () => {
      if (firstAt === null) {
        firstAt = performance.now();
        void start(name);
      } else if (performance.now() - firstAt >= echoMs) {
        logger.warn('asked again: stopping at once', { signal: name });
        host.exit(128 + signalNumbers[name]);
      }
    });
  }
  host.on('uncaughtException', (error) => void start('uncaught exception', error ?? 'nothing'));
  host.on('unhandledRejection', (error) => void start('unhandled rejection', error ?? 'nothing'));
}
