import { AppError } from '@yuexin/errors';
import type { Sweeps } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';

/** Puts everything of one app that should be on its queue there; resolves to the number of pushes. */
export type RebuildApp = (appId: string, signal: AbortSignal) => Promise<number>;

const pageSize = 1_000;

/**
 * By keyset, oldest due first, a page at a time. May run beside anything: ids that are there are ignored, a push that has
 * moved on is refused by the claim. Throws `unavailable` when the queue stops answering half-way.
 */
export function createRebuildApp(deps: {
  sweeps: Pick<Sweeps, 'listQueued'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): RebuildApp {
  return async (appId, signal) => {
    let after: { afterDueAt: Date | null; afterId: string | null } = {
      afterDueAt: null,
      afterId: null,
    };
    let total = 0;
    for (;;) {
      if (signal.aborted) throw stopped(appId, 'the process is stopping');
      const rows = await deps.sweeps.listQueued({ appId, ...after, limit: pageSize });
      const added = await deps.feeder.feed(rows.map((row) => row.due));
      total += added.length;
      if (added.length < rows.length) throw stopped(appId, 'the queue does not answer');
      const last = rows.at(-1);
      if (last === undefined || rows.length < pageSize) return total;
      after = { afterDueAt: last.dueAt, afterId: last.due.pushId };
    }
  };
}

const stopped = (appId: string, why: string): AppError =>
  new AppError('unavailable', { message: `The queue of ${appId} is not rebuilt: ${why}.` });
