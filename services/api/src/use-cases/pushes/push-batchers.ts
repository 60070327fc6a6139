import {
  createBoundedBatcher,
  type BoundedBatcher,
  type BoundedBatcherOptions,
} from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { AcceptResult, NewPush, Storage } from '@yuexin/storage';
import type { Clock, Metrics } from '@yuexin/telemetry';
import type { OfferDue } from './offer-due.ts';
import type { PushTraces } from './push-traces.ts';

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

/** Less than a request's deadline: who was told to come again finds nothing stored later on. */
const maxWaitMs = 5_000;

const overflow = (): AppError =>
  new AppError('overloaded', {
    message: 'More pushes arrive than can be stored just now.',
    retryAfterMs: 1000,
  });

/** A statement that runs so long tells of a database that hangs: who comes now is turned away at once, not after a wait. */
const stallMs = 3_000;

/** The batcher, but nobody joins it behind a run that hangs. */
function refuseBehindStall<Item, Answer>(
  options: Omit<BoundedBatcherOptions<Item, Answer>, 'maxBatchSize' | 'maxWaiting' | 'overflow'>,
  clock: Pick<Clock, 'monotonicMs'>,
): BoundedBatcher<Item, Answer> {
  const startedMs = new Set<{ atMs: number }>();
  const batcher = createBoundedBatcher<Item, Answer>({
    ...options,
    ...{ maxBatchSize, maxWaiting, overflow },
    patience: { maxWaitMs, nowMs: () => clock.monotonicMs() },
    run: async (items) => {
      const started = { atMs: clock.monotonicMs() };
      startedMs.add(started);
      try {
        return await options.run(items);
      } finally {
        startedMs.delete(started);
      }
    },
  });
  const isStalled = (): boolean => {
    const nowMs = clock.monotonicMs();
    return [...startedMs].some(({ atMs }) => nowMs - atMs > stallMs);
  };
  return {
    ...batcher,
    add: (item) => (isStalled() ? Promise.reject(stalled()) : batcher.add(item)),
  };
}

const stalled = (): AppError =>
  new AppError('overloaded', {
    message: 'The database does not keep up just now.',
    retryAfterMs: 2_000,
  });

const createdOf = (results: readonly AcceptResult[]): string[] =>
  results.flatMap((result) => (result.kind === 'created' ? [result.pushId] : []));

/** Concurrent accepts share one look-up, one insert and one add for each app (design 9). */
export function createPushBatchers(deps: {
  storage: {
    users: Pick<Storage['users'], 'resolve'>;
    hotPath: Pick<Storage['hotPath'], 'acceptPushes'>;
  };
  offerDue: OfferDue;
  clock: Pick<Clock, 'monotonicMs'>;
  metrics: Metrics;
  traces: PushTraces | null;
}): PushBatchers {
  const { storage, offerDue, clock, metrics, traces } = deps;
  const sizes = metrics.histogram({
    name: 'accept_batch_size',
    help: 'Pushes in one accepting statement.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 250],
  });
  const accept: PushBatchers['accept'] = refuseBehindStall(
    {
      run: async (pushes) => {
        const { results, due } = await storage.hotPath.acceptPushes(pushes);
        await traces?.save(createdOf(results));
        const offered = offerDue(due, traces?.of);
        return results.map((result) => ({ result, offered }));
      },
      onBatch: (size) => sizes.observe(size),
    },
    clock,
  );
  return {
    resolve: refuseBehindStall({ run: (addresses) => storage.users.resolve(addresses) }, clock),
    accept:
      traces === null
        ? accept
        : { ...accept, add: (push) => traces.during(push.id, () => accept.add(push)) },
  };
}
