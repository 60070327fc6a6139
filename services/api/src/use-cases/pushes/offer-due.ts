import { groupByApp, type QueueHub } from '@yuexin/queue';
import type { DuePush } from '@yuexin/storage';
import type { Metrics } from '@yuexin/telemetry';

/** Puts due pushes on their queues. Waits 250 ms at most and never fails: what did not arrive, a sweep brings (design 4). */
export type OfferDue = (
  due: readonly DuePush[],
  /** The span that a push was accepted in, while it runs. */
  traceOf?: (pushId: string) => string | undefined,
) => Promise<void>;

export function createOfferDue(deps: {
  queue: Pick<QueueHub, 'tryAddPushes'>;
  metrics: Metrics;
}): OfferDue {
  const offers = deps.metrics.counter({
    name: 'queue_offers_total',
    help: 'Pushes handed to the queue after their commit: added, or left to the sweep.',
    labels: ['result'],
  });

  return async (due, traceOf) => {
    await Promise.all(
      [...groupByApp(due)].map(async ([appId, pushes]) => {
        const jobs = pushes.map(({ pushId, cycle, priority, delayMs }) => ({
          pushId,
          cycle,
          priority,
          ...(delayMs > 0 && { delayMs }),
          ...(traceOf && { traceparent: traceOf(pushId) }),
        }));
        const isAdded = await deps.queue.tryAddPushes(appId, jobs);
        offers.inc({ result: isAdded ? 'added' : 'left-to-sweep' }, jobs.length);
      }),
    );
  };
}
