import { createBoundedBatcher } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type {
  CallbackDelivery,
  CallbackResult,
  DisabledEndpoint,
  TakenCallback,
} from '@yuexin/storage';
import { actionOnFailure } from '../delivery/database-failure.ts';

export type Settled = { result: CallbackResult; endpointId: string };

const maxBatchSize = 100;

/** One statement for what concurrent calls ask of the database, one of each kind under way: the sends come first. */
export function createCallbackBatchers(deps: {
  delivery: Pick<CallbackDelivery, 'take' | 'settle'>;
  maxWaiting: number;
  takesNext: () => boolean;
  onDisabled: (disabled: DisabledEndpoint) => void;
}) {
  const { delivery } = deps;
  const shared = {
    ...{ maxBatchSize, maxInFlight: 1, maxWaiting: deps.maxWaiting, onFailure: actionOnFailure },
    overflow: () => new AppError('overloaded', { message: 'Too many callbacks are waiting.' }),
  };

  return {
    take: createBoundedBatcher<string, TakenCallback | null>({
      ...shared,
      run: async (ids) => {
        const taken = await delivery.take(ids);
        const byId = new Map(taken.map((one) => [one.id, one]));
        // Of a job that is there twice, one may go on.
        return ids.map((id) => takeFrom(byId, id));
      },
    }),
    settle: createBoundedBatcher<Settled, TakenCallback | null>({
      ...shared,
      run: async (settled) => {
        const results = settled.map(({ result }) => result);
        const { next, disabled } = await delivery.settle(results, { takesNext: deps.takesNext() });
        for (const one of disabled) deps.onDisabled(one);
        return settled.map(({ endpointId }) => shiftOf(next, endpointId));
      },
    }),
  };
}

export type CallbackBatchers = ReturnType<typeof createCallbackBatchers>;

function takeFrom(byId: Map<string, TakenCallback>, id: string): TakenCallback | null {
  const found = byId.get(id) ?? null;
  byId.delete(id);
  return found;
}

/** Takes the first of this endpoint out of the list. */
function shiftOf(next: TakenCallback[], endpointId: string): TakenCallback | null {
  const at = next.findIndex((one) => one.endpointId === endpointId);
  return at < 0 ? null : (next.splice(at, 1)[0] ?? null);
}
