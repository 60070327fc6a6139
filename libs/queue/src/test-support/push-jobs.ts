import { randomUUID } from 'node:crypto';
import type { PushJob, PushJobHandler } from '../queue-hub.ts';

/** A job nobody has seen. */
export function newPushJob(given: Partial<PushJob> = {}): PushJob {
  return { pushId: randomUUID(), cycle: 0, priority: 'high', ...given };
}

export type Seen = { appId: string; pushId: string; cycle: number };

/** A handler that notes what it got and then does as told (default: it completes). */
export function recordingHandler(answer?: PushJobHandler): {
  seen: Seen[];
  handler: PushJobHandler;
} {
  const seen: Seen[] = [];
  return {
    seen,
    handler: async (job) => {
      const { appId, pushId, cycle } = job;
      seen.push({ appId, pushId, cycle });
      return answer === undefined ? { kind: 'complete' } : answer(job);
    },
  };
}

/** A door that stays shut until opened. */
export function createGate(): { passed: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}
