import { normaliseError } from '@yuexin/errors';
import type { QueueHub } from '@yuexin/queue';
import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import type { Consumers } from './consumers/create-consumers.ts';
import type { Upkeep } from './upkeep/create-upkeep.ts';

const maxSilenceMs = 30_000;

/** What keeps this worker from working, as sentences (contract 10): PostgreSQL, the queue, its own loops. */
export function createReadiness(deps: {
  storage: Pick<Storage, 'problem'>;
  queue: Pick<QueueHub, 'ping'>;
  /** Null until they have been started. */
  loops: () => { upkeep: Pick<Upkeep, 'stuck'>; consumers: Pick<Consumers, 'lookedAtMs'> } | null;
  isStopping: () => boolean;
  clock: Clock;
}): () => Promise<string[]> {
  const askQueue = async (): Promise<string | null> => {
    try {
      await deps.queue.ping();
      return null;
    } catch (error) {
      return normaliseError(error).message;
    }
  };
  const askLoops = (): string[] => {
    const loops = deps.loops();
    if (loops === null) return ['The worker is starting.'];
    const problems = loops.upkeep.stuck().map((name) => `The sweep ${name} hangs.`);
    if (deps.clock.monotonicMs() - loops.consumers.lookedAtMs() > maxSilenceMs) {
      problems.push('The look for apps hangs.');
    }
    return problems;
  };

  return async () => {
    if (deps.isStopping()) return ['The worker is stopping.'];
    const asked = await Promise.all([deps.storage.problem(), askQueue()]);
    return [...asked.filter((problem) => problem !== null), ...askLoops()];
  };
}
