import type { PushTrace, Storage } from '@yuexin/storage';
import type { Logger, Tracing } from '@yuexin/telemetry';

/** The running spans of pushes on their way through a batch, which belongs to no request. */
export type PushTraces = {
  /** Keeps the running span by the push's id while `work` runs. */
  during<T>(pushId: string, work: () => Promise<T>): Promise<T>;
  of: (pushId: string) => string | undefined;
  /** For those that must wait, and for what follows. Never rejects: a trace is no reason to turn a push away. */
  save(pushIds: readonly string[]): Promise<void>;
};

/** Null where tracing is off. */
export function createPushTraces(deps: {
  tracing: Tracing | null;
  storage: { pushTraces: Pick<Storage['pushTraces'], 'save'> };
  logger: Logger;
}): PushTraces | null {
  const { tracing, storage, logger } = deps;
  if (tracing === null) return null;
  const running = new Map<string, string>();
  return {
    during: async (pushId, work) => {
      const traceparent = tracing.current();
      if (traceparent === undefined) return work();
      running.set(pushId, traceparent);
      try {
        return await work();
      } finally {
        running.delete(pushId);
      }
    },
    of: (pushId) => running.get(pushId),
    save: async (pushIds) => {
      const traces = pushIds.flatMap((pushId): PushTrace[] => {
        const traceparent = running.get(pushId);
        return traceparent === undefined ? [] : [{ pushId, traceparent }];
      });
      if (traces.length === 0) return;
      try {
        await storage.pushTraces.save(traces);
      } catch (error) {
        logger.debug('traces of pushes could not be stored', { error });
      }
    },
  };
}
