import type { QueueHub } from '@yuexin/queue';
import type { AppRow } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';

export type Brakes = {
  /** Makes the queue agree with the app's row when it changed, or when a minute has passed. */
  assert(app: AppRow): Promise<void>;
  /** The queue was wiped: the next assert speaks whatever was said before. */
  forget(appId: string): void;
};

const againMs = 60_000;

/** Pause and rate of each app's queue, as PostgreSQL has them. Only a brake: the claim decides. */
export function createBrakes(deps: {
  queue: Pick<QueueHub, 'setPaused' | 'setRate' | 'holdBack'>;
  clock: Clock;
}): Brakes {
  const asserted = new Map<string, { what: string; atMs: number }>();

  const apply = async ({ appId, pause, sendRatePerSecond }: AppRow): Promise<void> => {
    const { queue, clock } = deps;
    const isShort = pause?.kind === 'quota-minute' && pause.until !== null;
    await queue.setRate(appId, sendRatePerSecond);
    await queue.setPaused(appId, pause !== null && !isShort);
    if (!isShort || pause.until === null) return;
    const leftMs = pause.until.getTime() - clock.now().getTime();
    if (leftMs > 0) await queue.holdBack(appId, leftMs);
  };

  return {
    assert: async (app) => {
      const { appId, pause, sendRatePerSecond } = app;
      const what = JSON.stringify([pause?.kind, pause?.until, sendRatePerSecond]);
      const last = asserted.get(appId);
      const nowMs = deps.clock.monotonicMs();
      if (last?.what === what && nowMs - last.atMs < againMs) return;
      await apply(app);
      asserted.set(appId, { what, atMs: nowMs });
    },
    forget: (appId) => {
      asserted.delete(appId);
    },
  };
}
