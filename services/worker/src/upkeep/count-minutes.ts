import type { Sweeps } from '@yuexin/storage';
import type { Sweep } from './sweep.ts';

/** As far back as GET /v1/stats looks, and a day more. */
const keepDays = 8;

/** What happened in the last minutes, for GET /v1/stats. */
export function countMinutes(deps: { sweeps: Pick<Sweeps, 'countMinutes'> }): Sweep {
  return {
    name: 'count-minutes',
    everyMs: 10_000,
    isShared: true,
    run: () => deps.sweeps.countMinutes({ keepDays }),
  };
}
