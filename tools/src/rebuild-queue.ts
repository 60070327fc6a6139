/** `npm run rebuild-queue`: what should be on the queues is on them, then exit. Reads the environment of a worker. */
import { loadWorkerConfig } from '@yuexin/config';
import { createQueueHub } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import { rebuildQueue } from './rebuild-queue/rebuild-queue.ts';
import { runCommand } from './run-command.ts';

const waitLimitMs = 60_000;

await runCommand('rebuild-queue', loadWorkerConfig, async (config, logger) => {
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
});
