import { normaliseError } from '@yuexin/errors';
import type { StorageLogger } from '../database/storage-logger.ts';
import type { StorageOptions } from '../storage.ts';
import { findConnectionWorries } from './find-connection-worries.ts';
import { readPoolerConsole } from './read-pooler-console.ts';
import { readServer } from './read-server.ts';
import { withProbe } from './with-probe.ts';

/**
 * For the start of a process: says in the log when the connections may run short of what all processes want. Asks on a
 * connection of its own; never rejects, since nothing depends on it.
 */
export async function tellConnectionWorries(
  options: Pick<StorageOptions, 'databaseUrl' | 'poolMax' | 'pooler'> & { logger: StorageLogger },
): Promise<void> {
  const { databaseUrl, poolMax, pooler, logger } = options;
  try {
    const server = await withProbe({ databaseUrl }, readServer);
    const console = pooler === 'transaction' ? await readPoolerConsole(databaseUrl) : null;
    // A pooler that tells nothing of itself may be as wide as it likes.
    if (pooler === 'transaction' && console === null) return;
    const { connectionsMax, processesAlive } = server;
    const processes = Math.max(1, processesAlive ?? 1);
    const needs = { poolMax, processes, connectionsMax, pooler: console };
    for (const worry of findConnectionWorries(needs)) logger.warn(worry);
  } catch (error) {
    logger.info('It is not known whether connections suffice.', {
      why: normaliseError(error).message,
    });
  }
}
