import { AppError } from '@yuexin/errors';
import { EventEmitter, once } from 'node:events';
import { errorText, type QueueLogger } from './queue-logger.ts';
import { settleWithin, type Settled } from './settle-within.ts';

export type EngineWatchOptions = {
  engine: { description: string; check(): Promise<string | null> };
  logger: QueueLogger;
  /** Called after every check that found all well. */
  onUp: () => void;
  intervalMs?: number;
  timeoutMs?: number;
};

export type EngineWatch = {
  isUp(): boolean;
  /** Null while up; what is wrong, for people, while not. */
  problem(): string | null;
  /** Resolves at the first check that finds all well; rejects with AbortError, or `unavailable` when stopped. */
  whenUp(signal?: AbortSignal): Promise<void>;
  stop(): void;
};

function problemOf(outcome: Settled<string | null>): string | null {
  switch (outcome.kind) {
    case 'done':
      return outcome.value;
    case 'failed':
      return errorText(outcome.error);
    case 'late':
      return 'it does not answer';
  }
}

/**
 * Asks the engine again and again whether it is there, from the start until `stop`. One question is in flight at
 * a time, because a Redis client that is not connected keeps every question until it is.
 */
export function createEngineWatch(options: EngineWatchOptions): EngineWatch {
  const { engine, logger, onUp, intervalMs = 1000, timeoutMs = 2000 } = options;
  const events = new EventEmitter().setMaxListeners(0);
  let problem: string | null = 'it was not asked yet';
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  const note = (found: string | null) => {
    if (isStopped) return;
    const before = problem;
    problem = found;
    if (found !== null) {
      if (before === null) {
        logger.warn('the queue is down', { queue: engine.description, problem: found });
      }
      return;
    }
    if (before !== null) logger.info('the queue is up', { queue: engine.description });
    onUp();
    events.emit('up');
  };

  const look = async () => {
    const check = engine.check();
    let outcome = await settleWithin(check, timeoutMs);
    note(problemOf(outcome));
    if (outcome.kind === 'late') {
      outcome = await settled(check);
      note(problemOf(outcome));
    }
    if (isStopped) return;
    // Sooner while it is down: somebody may be waiting.
    timer = setTimeout(() => void look(), problem === null ? intervalMs : intervalMs / 10);
  };
  void look();

  return {
    isUp: () => problem === null && !isStopped,
    problem: () => (isStopped ? 'it was closed' : problem),
    async whenUp(signal) {
      if (isStopped) throw closedError();
      if (problem !== null) await once(events, 'up', signal === undefined ? {} : { signal });
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
      // `once` rejects the promise of everybody who still waits.
      if (events.listenerCount('error') > 0) events.emit('error', closedError());
    },
  };
}

const closedError = () => new AppError('unavailable', { message: 'The queue was closed.' });

async function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { kind: 'done', value: await promise };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
