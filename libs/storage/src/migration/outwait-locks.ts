import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import type { DatabaseAddress } from '../database/describe-database.ts';
import { mapDatabaseError, readSqlState } from '../database/map-database-error.ts';
import type { RunQuery } from '../database/run-query.ts';
import type { StorageLogger } from '../database/storage-logger.ts';
import { lockApplicationName } from './take-migration-lock.ts';

export type Outwait = {
  query: RunQuery;
  address: DatabaseAddress;
  logger: StorageLogger;
  /** How often it is tried, the first time included. */
  tries: number;
  pauseMs: number;
};

/** A lock that was not had in time, and a deadlock that was ended. */
const busy = new Set(['55P03', '40P01']);

/**
 * Does the work again when a lock could not be had in time, up to `tries` times, and says whose transaction has been open for
 * longest. Between two tries everybody else gets the table. Throws AppError only; `unavailable` in the end, which no outer one tries again.
 */
export async function outwaitLocks<T>(options: Outwait, work: () => Promise<T>): Promise<T> {
  const { query, address, logger, tries, pauseMs } = options;
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (thrown) {
      const error = mapDatabaseError(thrown, address);
      if (!busy.has(readSqlState(error) ?? '')) throw error;
      const inTheWay = await describeOldest(query);
      if (tried >= tries)
        throw new AppError('unavailable', { message: `${error.message}${inTheWay}` });
      logger.info(
        `Something else holds a lock that the migration needs; it is tried again.${inTheWay}`,
      );
      await delay(pauseMs);
    }
  }
}

/** Whose transaction has been open for longest, as a sentence; mostly it is in the way. */
async function describeOldest(query: RunQuery): Promise<string> {
  const [oldest] = await query<{ pid: number; name: string; seconds: number }>(
    `select pid, application_name as name, extract(epoch from clock_timestamp() - xact_start)::integer as seconds
     from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null
       and application_name <> $1 and backend_type = 'client backend'
     order by xact_start limit 1`,
    [lockApplicationName],
  );
  if (oldest === undefined) return '';
  const { pid, name, seconds } = oldest;
  const who = name === '' ? '' : ` (${name})`;
  return ` Session ${pid}${who} has had a transaction open for ${seconds} s.`;
}
