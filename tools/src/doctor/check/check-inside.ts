import { setTimeout as delay } from 'node:timers/promises';
import type { ExaminedEnvironment } from '@yuexin/config';
import { sendPath } from '@yuexin/domain';
import { normaliseError } from '@yuexin/errors';
import { createQueueHub, type QueueHub } from '@yuexin/queue';
import { openStorage, type Storage } from '@yuexin/storage';
import { walkQueued } from '../../rebuild-queue/walk-queued.ts';
import { skipped, warning, type Finding } from '../finding.ts';
import { judgeDrift, judgeQueueSize, type Drift } from '../judge/judge-drift.ts';
import { judgeProcesses } from '../judge/judge-processes.ts';

export type InsideInput = {
  examined: Pick<ExaminedEnvironment, 'database' | 'queue' | 'masterKeys'>;
  /** PostgreSQL’s clock minus ours. */
  clockAheadMs: number;
  isQueueThere: boolean;
};

const readyMs = 5_000;
/** What is being added or taken at this moment is missing for an instant; what is missing twice is lost. */
const pauseMs = 2_000;
const pagesMax = 20;

/** What only a working database and queue can tell: who lives, and whether they agree on what is to be done. */
export async function checkInside(input: InsideInput): Promise<Finding[]> {
  const { examined, clockAheadMs, isQueueThere } = input;
  const { database, queue, masterKeys } = examined;
  if (database === null || masterKeys === null) return [];
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const storage = openStorage({
    ...{ databaseUrl: database.url, masterKeys, poolMax: 2, logger },
    // Which goes through everything that may stand between, whatever DATABASE_POOLER says of it.
    pooler: 'transaction',
    applicationName: 'yuexin-doctor',
  });
  try {
    const now = new Date(Date.now() + clockAheadMs);
    const processes = judgeProcesses(await storage.upkeep.readProcessPulses(), now);
    if (!isQueueThere || queue === null) {
      return [...processes, skipped('Queue and database', 'The queue does not answer.')];
    }
    const hub = createQueueHub({ queueUrl: queue.target, prefix: queue.prefix, logger });
    try {
      return [...processes, ...(await compare(storage, hub))];
    } finally {
      await hub.close();
    }
  } finally {
    await storage.close();
  }
}

async function compare(storage: Storage, queue: QueueHub): Promise<Finding[]> {
  try {
    await queue.ready(AbortSignal.timeout(readyMs));
    const apps = await storage.apps.list();
    return [
      judgeDrift(await findDrift(storage, queue)),
      ...judgeQueueSize(queue.engine, apps.length),
    ];
  } catch (error) {
    const { message } = normaliseError(error);
    const todo = 'Run the doctor again; if it stays, see the log of a worker.';
    return [warning('Queue and database', `They could not be compared: ${message}`, todo)];
  }
}

/** Pushes that are queued in PostgreSQL and have no job, twice in a row. */
async function findDrift(
  storage: Pick<Storage, 'apps' | 'sweeps' | 'upkeep'>,
  queue: Pick<QueueHub, 'findMissing'>,
): Promise<Drift> {
  const first = await look(storage, queue);
  if (first.missing.size === 0) return { ...first, missing: 0 };
  await delay(pauseMs);
  const second = await look(storage, queue);
  const stayed = [...second.missing].filter((one) => first.missing.has(one));
  return { ...second, missing: stayed.length };
}

async function look(
  storage: Pick<Storage, 'apps' | 'sweeps' | 'upkeep'>,
  queue: Pick<QueueHub, 'findMissing'>,
): Promise<{ queued: number; missing: Set<string>; isWhole: boolean }> {
  const seen = { queued: 0, missing: new Set<string>(), isWhole: true };
  for (const appId of await findRunning(storage)) {
    let pages = 0;
    for await (const page of walkQueued(storage, appId)) {
      const missing = await queue.findMissing(appId, page);
      for (const { pushId, cycle } of missing) seen.missing.add(`${pushId}-${cycle}`);
      seen.queued += page.length;
      pages += 1;
      if (pages >= pagesMax) {
        seen.isWhole = false;
        break;
      }
    }
  }
  return seen;
}

/** What is paused, or of whose templates one is, keeps pushes off its queue on purpose. */
async function findRunning(storage: Pick<Storage, 'apps' | 'upkeep'>): Promise<string[]> {
  const health = await storage.upkeep.readAppHealth(sendPath);
  const held = new Set(
    health.filter(({ pausedTemplates }) => pausedTemplates.length > 0).map(({ appId }) => appId),
  );
  const apps = await storage.apps.list();
  return apps
    .filter(({ appId, pause }) => pause === null && !held.has(appId))
    .map(({ appId }) => appId);
}
