import { createBoundedBatcher, type BoundedBatcher } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { AcceptResult, NewPush, Storage } from '@yuexin/storage';
import type { Metrics } from '@yuexin/telemetry';
import type { OfferDue } from './offer-due.ts';

export type Address = Parameters<Storage['users']['resolve']>[0][number];
export type Resolved = Awaited<ReturnType<Storage['users']['resolve']>>[number];

export type PushBatchers = {
  resolve: BoundedBatcher<Address, Resolved>;
  /** `offered` resolves when the queue has the push, or after 250 ms. */
  accept: BoundedBatcher<NewPush, { result: AcceptResult; offered: Promise<void> }>;
};

const maxBatchSize = 250;
/** Beyond this many waiting, a push is turned away: at a few thousand a second, a wait of some seconds. */
const maxWaiting = 10_000;

const overflow = (): AppError =>
  new AppError('overloaded', {
    message: 'More pushes arrive than can be stored just now.',
    retryAfterMs: 1000,
  });

/** Concurrent accepts share one look-up, one insert and one add for each app (design 9). */
export function createPushBatchers(deps: {
  storage: {
    users: Pick<Storage['users'], 'resolve'>;
    hotPath: Pick<Storage['hotPath'], 'acceptPushes'>;
  };
  offerDue: OfferDue;
  metrics: Metrics;
}): PushBatchers {
  const { storage, offerDue, metrics } = deps;
  const sizes = metrics.histogram({
    name: 'accept_batch_size',
    help: 'Pushes in one accepting statement.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 250],
  });
  return {
    resolve: createBoundedBatcher({
      run: (addresses) => storage.users.resolve(addresses),
      maxBatchSize,
      maxWaiting,
      overflow,
    }),
    accept: createBoundedBatcher({
      run: async (pushes) => {
        const { results, due } = await storage.hotPath.acceptPushes(pushes);
        const offered = offerDue(due);
        return results.map((result) => ({ result, offered }));
      },
      maxBatchSize,
      maxWaiting,
      overflow,
      onBatch: (size) => sizes.observe(size),
    }),
  };
}
