import { setTimeout as delay } from 'node:timers/promises';
import type { StorageLogger } from '../database/storage-logger.ts';

export type WaitUntilReadyInput = {
  findProblem: () => Promise<string | null>;
  logger: StorageLogger;
  signal?: AbortSignal | undefined;
  /** Defaults for a running process; a test brings its own. */
  monotonicMs?: () => number;
  pause?: (ms: number, signal: AbortSignal | undefined) => Promise<unknown>;
};

const pollMs = 500;
const repeatMs = 10_000;

/** Resolves when nothing is wrong; says what it waits for at once, when that changes, and every 10 s. Rejects with the signal's reason. */
export async function waitUntilReady(input: WaitUntilReadyInput): Promise<void> {
  const { findProblem, logger, signal } = input;
  const monotonicMs = input.monotonicMs ?? (() => performance.now());
  const pause = input.pause ?? ((ms) => delay(ms, undefined, { signal }));
  let said: string | null = null;
  let saidAtMs = 0;
  for (;;) {
    signal?.throwIfAborted();
    const problem = await findProblem();
    if (problem === null) {
      if (said !== null) logger.info('The database is ready.');
      return;
    }
    if (problem !== said || monotonicMs() - saidAtMs >= repeatMs) {
      logger.warn(`Waiting for the database: ${problem}`);
      said = problem;
      saidAtMs = monotonicMs();
    }
    await pause(pollMs, signal).catch((error: unknown) => {
      throw signal?.aborted === true ? signal.reason : error;
    });
  }
}
