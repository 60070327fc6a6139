import { setTimeout as delay } from 'node:timers/promises';
import { describeDatabaseUrl, describeQueueTarget, type MigrateConfig } from '@yuexin/config';
import { type AppError, normaliseError } from '@yuexin/errors';
import { migrateQueue } from '@yuexin/queue';
import { describeDatabase, mapDatabaseError, migrate } from '@yuexin/storage';
import type { Clock, Logger } from '@yuexin/telemetry';

export type RunMigrateInput = {
  config: Pick<MigrateConfig, 'database' | 'queue'>;
  logger: Pick<Logger, 'info' | 'warn'>;
  clock: Clock;
  /** How long PostgreSQL may take to come up. */
  waitLimitMs: number;
  signal?: AbortSignal;
};

const pollMs = 500;

/**
 * Brings the database and, when it lives in PostgreSQL, the queue's schema to this version, one line
 * each. Waits for PostgreSQL up to `waitLimitMs`, saying for what; then throws the last `unavailable`.
 * May run twice and from several processes at once.
 */
export async function runMigrate(input: RunMigrateInput): Promise<void> {
  const { config, logger } = input;
  const done = await whenAvailable(input, () =>
    migrate({ databaseUrl: config.database.url, logger }),
  );
  const { migrations, functionFiles } = done;
  const isCurrent = migrations.length + functionFiles.length === 0;
  logger.info(
    isCurrent
      ? `The database in ${describeDatabaseUrl(config.database.url)} is current.`
      : `The database in ${describeDatabaseUrl(config.database.url)} is migrated: ` +
          `${migrations.length} migrations, ${functionFiles.length} function files.`,
  );
  const { target } = config.queue;
  if (target.engine === 'redis') {
    logger.info(`The queue in ${describeQueueTarget(target)} needs no schema.`);
    return;
  }
  await whenAvailable(input, () => migrateQueueAt(target.url));
  logger.info(`The queue's schema in ${describeQueueTarget(target)} is current.`);
}

async function migrateQueueAt(url: string): Promise<void> {
  try {
    await migrateQueue({ url });
  } catch (error) {
    throw mapDatabaseError(error, describeDatabase(url));
  }
}

/** Tries until it works, is refused for another reason, or the limit is over; each new cause is said once. */
async function whenAvailable<T>(input: RunMigrateInput, work: () => Promise<T>): Promise<T> {
  const { logger, clock, waitLimitMs, signal } = input;
  const startedAtMs = clock.monotonicMs();
  let said: string | null = null;
  for (;;) {
    const outcome = await attempt(work);
    if ('value' in outcome) return outcome.value;
    const { error } = outcome;
    const isOver = clock.monotonicMs() - startedAtMs >= waitLimitMs;
    if (error.kind !== 'unavailable' || isOver) throw error;
    if (said !== error.message) logger.warn(`Waiting for PostgreSQL: ${error.message}`);
    said = error.message;
    await delay(pollMs, undefined, signal && { signal });
  }
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { error: AppError }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error: normaliseError(error) };
  }
}
