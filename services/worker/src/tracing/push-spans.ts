import { createBoundedBatcher, showId } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { ClaimedPush, Storage, TakenCallback } from '@yuexin/storage';
import type { Clock, Span, Traceparent, Tracing } from '@yuexin/telemetry';

/** The spans of what a worker does for pushes (ADR 0029). Where tracing is off, the work and nothing else. */
export type PushSpans = {
  attempt<T>(
    attempt: { push: ClaimedPush; hasTrace: boolean },
    work: (span: Span | null) => Promise<T>,
  ): Promise<T>;
  callback<T>(callback: TakenCallback, work: (span: Span | null) => Promise<T>): Promise<T>;
};

/** What comes later is no part of the trace any more: a trace that grows for days is shown by no tool. */
const joinWithinMs = 60_000;

const alone: PushSpans = { attempt: (_, work) => work(null), callback: (_, work) => work(null) };

export function createPushSpans(deps: {
  tracing: Tracing | null;
  pushTraces: Pick<Storage['pushTraces'], 'find'>;
  clock: Pick<Clock, 'now'>;
}): PushSpans {
  const { tracing, pushTraces, clock } = deps;
  if (tracing === null) return alone;
  const findTrace = createFindTrace(pushTraces);

  return {
    attempt: async ({ push, hasTrace }, work) => {
      // The job's own span has joined the trace; one that a sweep put on the queue knows of none.
      const link = hasTrace ? undefined : await findTrace(push.pushId);
      const attributes = {
        ...{ 'yuexin.push.id': showId('push', push.pushId), 'yuexin.app.id': push.appId },
        ...{ 'yuexin.template.id': push.templateId, 'yuexin.attempt': push.attemptNumber },
      };
      return tracing.run({ name: 'send message', kind: 'client', attributes, link }, work);
    },
    callback: async (callback, work) => {
      const { push } = callback;
      const trace = push === null ? undefined : await findTrace(push.id);
      const isYoung =
        push !== null && clock.now().getTime() - push.createdAt.getTime() <= joinWithinMs;
      const attributes = {
        ...{ 'yuexin.callback.id': showId('callback', callback.id) },
        ...{ 'yuexin.callback.type': callback.type, 'yuexin.attempt': callback.number },
        ...(push !== null && {
          ...{ 'yuexin.push.id': showId('push', push.id), 'yuexin.app.id': push.appId },
        }),
      };
      const place = isYoung && callback.tries === 0 ? { parent: trace } : { link: trace };
      return tracing.run({ name: 'tell callback', kind: 'client', attributes, ...place }, work);
    },
  };
}

/** Many at once share one look-up. A trace that cannot be found out is no reason not to send. */
function createFindTrace(
  pushTraces: Pick<Storage['pushTraces'], 'find'>,
): (pushId: string) => Promise<Traceparent | undefined> {
  const batcher = createBoundedBatcher<string, string | null>({
    maxBatchSize: 200,
    maxWaiting: 1_000,
    overflow: () => new AppError('overloaded', { message: 'Too many traces are looked up.' }),
    run: (pushIds) => pushTraces.find(pushIds),
  });
  return async (pushId) => {
    try {
      return (await batcher.add(pushId)) ?? undefined;
    } catch {
      return undefined;
    }
  };
}
