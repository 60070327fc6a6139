import type { Sweeps } from '@yuexin/storage';
import type { Sweep } from './sweep.ts';
import { untilEmpty } from './until-empty.ts';

const batchSize = 500;

/** What is older than the retention goes, in small batches. */
export function retireHistory(deps: {
  sweeps: Pick<Sweeps, 'retire'>;
  keepDays: Parameters<Sweeps['retire']>[0]['keepDays'];
}): Sweep {
  const { keepDays } = deps;
  return {
    name: 'retire-history',
    everyMs: 60_000,
    isShared: true,
    run: (signal) =>
      untilEmpty({
        limit: batchSize,
        signal,
        step: (limit) => deps.sweeps.retire({ limit, keepDays }),
      }),
  };
}
