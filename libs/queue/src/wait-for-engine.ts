import type { EngineWatch } from './engine-watch.ts';
import type { QueueLogger } from './queue-logger.ts';

export type WaitForEngineOptions = {
  watch: Pick<EngineWatch, 'problem' | 'whenUp'>;
  description: string;
  logger: QueueLogger;
};

/** Long enough for an engine that is there to answer, so that a quick start says nothing. */
const patienceMs = 1000;
const repeatMs = 10_000;

/** Resolves when the engine is up, saying now and then for what it waits. */
export async function waitForEngine(
  { watch, description, logger }: WaitForEngineOptions,
  signal?: AbortSignal,
): Promise<void> {
  let timer: NodeJS.Timeout;
  const say = () => {
    logger.info('waiting for the queue', { queue: description, problem: watch.problem() });
    timer = setTimeout(say, repeatMs);
  };
  timer = setTimeout(say, patienceMs);
  try {
    await watch.whenUp(signal);
  } finally {
    clearTimeout(timer);
  }
}
