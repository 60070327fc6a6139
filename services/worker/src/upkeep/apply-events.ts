import type { HotPath } from '@yuexin/storage';
import type { QueueFeeder } from '../queue-feeder.ts';
import type { Sweep } from './sweep.ts';
import { untilEmpty } from './until-empty.ts';

const batchSize = 200;

/** What WeChat posted and the api stored: confirmations, grants, revocations. A user may be looking at the result. */
export function applyEvents(deps: {
  hotPath: Pick<HotPath, 'applyEvents'>;
  feeder: Pick<QueueFeeder, 'feed'>;
}): Sweep {
  const step = async (limit: number): Promise<number> => {
    const { applied, due } = await deps.hotPath.applyEvents(limit);
    await deps.feeder.feed(due);
    return applied;
  };
  return {
    name: 'apply-events',
    everyMs: 500,
    busyMs: 150,
    isShared: true,
    run: (signal) => untilEmpty({ limit: batchSize, signal, step }),
  };
}
