import type { Replay } from '@yuexin/client';
import type { Output } from './create-output.ts';
import { showTime } from './show-time.ts';

/** A replay and how far it is. */
export function printReplay(out: Output, replay: Replay): void {
  if (out.isJson()) {
    out.json(replay);
    return;
  }
  const { progress } = replay;
  out.facts({
    replay: replay.id,
    state: replay.state,
    'back on the queue': `${progress.replayed} of ${progress.total}`,
    parked: String(progress.parked),
    'left dead': String(progress.failed),
    'left out': `${progress.leftOut} (delivered, or perhaps)`,
    skipped: `${progress.skipped} (not dead any more)`,
    started: `${showTime(replay.startedAt)} by ${replay.startedBy}`,
    finished: showTime(replay.finishedAt),
  });
}
