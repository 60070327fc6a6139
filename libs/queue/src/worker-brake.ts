import type { PushWorker } from './queue-engine.ts';

export type BrakeOptions = {
  worker: Pick<PushWorker, 'on' | 'pause' | 'resume'>;
  isUp: () => boolean;
  limit?: number;
  pauseMs?: number;
};

const windowMs = 1000;

/**
 * BullMQ's loop asks for the next job at once after an error that is not a refused connection (a server that starts
 * up, a schema that is gone), thousands of times a second. More errors than `limit` in a second stop it until the
 * engine is well again.
 */
export function brakeOnErrors(options: BrakeOptions): { isBraking(): boolean; stop(): void } {
  const { worker, isUp, limit = 20, pauseMs = 1000 } = options;
  let count = 0;
  let windowEnd = 0;
  let isBraking = false;
  let timer: NodeJS.Timeout | undefined;

  const release = () => {
    if (!isUp()) {
      timer = setTimeout(release, pauseMs);
      return;
    }
    isBraking = false;
    count = 0;
    void worker.resume();
  };

  worker.on('error', () => {
    if (isBraking) return;
    if (Date.now() > windowEnd) {
      windowEnd = Date.now() + windowMs;
      count = 0;
    }
    count += 1;
    if (count <= limit) return;
    isBraking = true;
    void worker.pause(true);
    timer = setTimeout(release, pauseMs);
  });

  return {
    isBraking: () => isBraking,
    stop() {
      // Nothing brakes, and nothing resumes, a worker that is being closed.
      isBraking = true;
      clearTimeout(timer);
    },
  };
}
