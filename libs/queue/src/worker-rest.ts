import type { PushWorker } from './queue-engine.ts';

export type WorkerRest = {
  /** No job is taken for `ms`; of two rests the later end counts. */
  begin(ms: number): void;
  isResting(): boolean;
  stop(): void;
};

/** Lets one worker rest without touching its queue: the workers of other processes go on. */
export function createWorkerRest(options: {
  worker: Pick<PushWorker, 'pause' | 'resume'>;
  /** False while somebody else holds the worker, who then resumes it. */
  mayResume: () => boolean;
}): WorkerRest {
  const { worker, mayResume } = options;
  let endsAtMs = 0;
  let timer: NodeJS.Timeout | undefined;

  const wake = (): void => {
    timer = undefined;
    if (mayResume()) void worker.resume();
  };

  return {
    begin: (ms) => {
      const endMs = performance.now() + ms;
      if (timer !== undefined && endMs <= endsAtMs) return;
      endsAtMs = endMs;
      if (timer === undefined) void worker.pause(true);
      clearTimeout(timer);
      timer = setTimeout(wake, ms);
    },
    isResting: () => timer !== undefined,
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
