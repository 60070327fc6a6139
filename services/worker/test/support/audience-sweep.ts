import type { DuePush, Storage } from '@yuexin/storage';
import { createClock, createMetrics } from '@yuexin/telemetry';
import { recordLog } from '../../src/test-support/record-log.ts';
import { runAudiences } from '../../src/upkeep/run-audiences.ts';
import { createWorkerMetrics } from '../../src/worker-metrics.ts';

/** The sweep of audiences as a worker with this storage has it, and what it gave to the queue. */
export function createAudienceSweep(
  { audiences, templates, users, upkeep }: Storage,
  change: { backlogMax?: number } = {},
): { fed: DuePush[]; run: () => Promise<number> } {
  const fed: DuePush[] = [];
  const sweep = runAudiences({
    ...{ audiences, templates, users, upkeep },
    feeder: {
      feed: (due) => {
        fed.push(...due);
        return Promise.resolve([...due]);
      },
    },
    clock: createClock(),
    logger: recordLog(),
    metrics: createWorkerMetrics(createMetrics({ service: 'test' })),
    backlogMax: change.backlogMax ?? 1_000_000,
  });
  return { fed, run: () => sweep.run(new AbortController().signal) };
}
