import { z } from 'zod';
import type { Outbox } from '../events/create-outbox.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { CallLog } from '../front/call-log.ts';
import { clearWorld, type World } from '../ledger/world.ts';
import type { Random } from '../random.ts';
import { type ControlRoute, ok } from './control-route.ts';
import { parseInput } from './parse-input.ts';

export type ResetRouteDeps = {
  world: World;
  calls: CallLog;
  outbox: Outbox;
  faults: FaultBook;
  random: Random;
  onReset: () => void;
};

const ResetInput = z
  .strictObject({
    /** `logs`: calls and events only; `all`: apps, users, grants and faults too. */
    scope: z.enum(['all', 'logs']).default('all'),
    /** Of what is random in faults. */
    seed: z.int().min(0).max(0xffff_ffff).optional(),
  })
  .default({ scope: 'all' });

export const resetRoutes = (deps: ResetRouteDeps): ControlRoute[] => [
  {
    method: 'post',
    path: '/reset',
    answer: ({ body }) => {
      const { scope, seed } = parseInput(ResetInput, body, '');
      deps.calls.clear();
      deps.outbox.clear();
      if (seed !== undefined) deps.random.reseed(seed);
      if (scope === 'all') {
        clearWorld(deps.world);
        deps.faults.clear();
      }
      deps.onReset();
      return ok({ scope });
    },
  },
];
