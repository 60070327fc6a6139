import type { CallOptions } from './call-options.ts';
import type { PushesCalls } from './generated/api-calls.ts';
import type { Push } from './generated/models.ts';

const endStates: ReadonlySet<Push['state']> = new Set(['sent', 'dead', 'expired', 'cancelled']);

/** Whether a push has come to its end. A dead one comes back only by a replay. */
export function hasEnded({ state }: Pick<Push, 'state'>): boolean {
  return endStates.has(state);
}

/**
 * The push when it has ended, or as it is after `seconds` (default 60): look at its state. Waits at the api, not in a
 * busy loop.
 */
export type WaitForEnd = (
  id: string,
  waiting?: { seconds?: number },
  options?: CallOptions,
) => Promise<Push>;

const longestPollSeconds = 30;

export function createWaitForEnd(deps: {
  get: PushesCalls['get'];
  nowMs: () => number;
}): WaitForEnd {
  return async (id, { seconds = 60 } = {}, options = {}) => {
    const endMs = deps.nowMs() + seconds * 1000;
    for (;;) {
      const leftSeconds = Math.max(0, Math.ceil((endMs - deps.nowMs()) / 1000));
      const push = await deps.get(id, { wait: Math.min(longestPollSeconds, leftSeconds) }, options);
      if (hasEnded(push) || deps.nowMs() >= endMs) return push;
    }
  };
}
