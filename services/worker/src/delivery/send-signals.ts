import type { Clock } from '@yuexin/telemetry';
import type { SendDeadline } from './create-claim-push.ts';

export type SendSignals = {
  /** Runs `work` with one signal for all its waits: aborted at the deadline, or when the process must end now. */
  during<T>(deadline: SendDeadline, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Aborts every work now and each that begins later. */
  abortAll(): void;
};

/** One controller and one timer for each send; cheaper than composing signals, and nothing is left behind. */
export function createSendSignals({ clock }: { clock: Clock }): SendSignals {
  const running = new Set<AbortController>();
  let isOver = false;

  return {
    during: async (deadline, work) => {
      const controller = new AbortController();
      if (isOver) controller.abort();
      running.add(controller);
      const leftMs = Math.max(0, deadline.monotonicMs - clock.monotonicMs());
      const timer = setTimeout(() => controller.abort(), leftMs);
      try {
        return await work(controller.signal);
      } finally {
        clearTimeout(timer);
        running.delete(controller);
      }
    },
    abortAll: () => {
      isOver = true;
      for (const controller of running) controller.abort();
    },
  };
}
