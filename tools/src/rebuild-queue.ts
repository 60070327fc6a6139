/** `npm run rebuild-queue`: what should be on the queues is on them, then exit. Reads the environment of a worker. */
import { loadWorkerConfig, reportConfigProblems, type WorkerConfig } from '@yuexin/config';
import { normaliseError } from '@yuexin/errors';
import { createQueueHub } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import { createLogger } from '@yuexin/telemetry';
import { rebuildQueue } from './rebuild-queue/rebuild-queue.ts';

const waitLimitMs = 60_000;

async function main(): Promise<void> {
  const config = readConfig();
  if (config === null) return;
  const logger = createLogger({ service: 'rebuild-queue', ...config.log });
  const storage = openStorage({
    databaseUrl: config.database.url,
    ...{ poolMax: 2, pooler: config.database.pooler, masterKeys: config.masterKeys },
    applicationName: 'yuexin-rebuild-queue',
    logger,
  });
  const { target, prefix } = config.queue;
  const queue = createQueueHub({ queueUrl: target, prefix, logger });
  try {
    const signal = AbortSignal.timeout(waitLimitMs);
    await storage.ready(signal);
    await queue.ready(signal);
    for (const done of await rebuildQueue({ storage, queue })) {
      logger.info('the queue was rebuilt', done);
    }
  } finally {
    await queue.close();
    await storage.close();
  }
}

function readConfig(): WorkerConfig | null {
  try {
    return loadWorkerConfig(process.env);
  } catch (error) {
    process.stderr.write(reportConfigProblems(error));
    process.exitCode = 1;
    return null;
  }
}

main().catch((error: unknown) => {
  console.error(normaliseError(error).message);
  process.exitCode = 1;
});
