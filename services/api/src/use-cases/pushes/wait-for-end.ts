import { setTimeout as delay } from 'node:timers/promises';
import { isEndState } from '@yuexin/domain';
import type { PushRow, Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';

export type WaitForEnd = (
  push: PushRow,
  options: { waitSeconds: number; signal: AbortSignal },
) => Promise<PushRow>;

const pollMs = 250;
/** Waiting costs a query four times a second: beyond this many, callers are answered at once and poll themselves. */
const mostWaiting = 100;

/** Looks at a push until it has ended, the time is over, the caller hangs up or the process stops; resolves to it as it is then. */
export function createWaitForEnd(deps: {
  pushes: Pick<Storage['pushes'], 'find'>;
  clock: Clock;
  stopping: AbortSignal;
}): WaitForEnd {
  let waiting = 0;
  return async (push, { waitSeconds, signal }) => {
    if (waiting >= mostWaiting) return push;
    const untilMs = deps.clock.monotonicMs() + waitSeconds * 1000;
    const stop = AbortSignal.any([signal, deps.stopping]);
    let latest = push;
    waiting += 1;
    try {
      while (!isEndState(latest.state) && !stop.aborted && deps.clock.monotonicMs() < untilMs) {
        const leftMs = untilMs - deps.clock.monotonicMs();
        // Being woken by the signal is the end of the wait, not a failure.
        await delay(Math.min(pollMs, leftMs), null, { signal: stop }).catch(() => null);
        latest = (await deps.pushes.find(push.id)) ?? latest;
      }
      return latest;
    } finally {
      waiting -= 1;
    }
  };
}
