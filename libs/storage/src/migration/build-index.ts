import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { mapDatabaseError, readSqlState } from '../database/map-database-error.ts';
import type { IndexStatement } from './index-statement.ts';
import { outwaitLocks, type Outwait } from './outwait-locks.ts';

const pollMs = 500;
const statementCancelled = '57014';

/**
 * Builds one index with `create index concurrently`, so that writers go on; outside a transaction. May run again at any time: an index that
 * is there is left alone, one that another session is building is waited for, one that was left by a build that was broken off is
 * removed and built anew. Throws AppError.
 */
export async function buildIndex(index: IndexStatement, options: Outwait): Promise<void> {
  const { query, logger, address } = options;
  const build = async (): Promise<void> => {
    for (let looks = 0; ; looks += 1) {
      const state = await readState(index, options);
      if (state === 'valid') return;
      if (state === 'building') {
        if (looks === 0) logger.info(`Index ${index.name} is being built; waiting for it.`);
        await delay(pollMs);
        continue;
      }
      if (state === 'invalid') {
        logger.info(`Index ${index.name} is left from a build that was broken off: it is removed.`);
        await query(`drop index concurrently if exists ${index.name}`);
      }
      if (!(await isEmpty(index, options)))
        logger.info(`Building index ${index.name}; writes to ${index.table} go on.`);
      await query(index.sql);
    }
  };
  await outwaitLocks(options, () =>
    build().catch((thrown: unknown) => {
      const error = mapDatabaseError(thrown, address);
      throw readSqlState(error) === statementCancelled ? tooSlow(index) : error;
    }),
  );
}

type IndexState = 'absent' | 'valid' | 'invalid' | 'building';

async function readState({ name }: IndexStatement, { query }: Outwait): Promise<IndexState> {
  const [found] = await query<{ isValid: boolean; isBuilding: boolean }>(
    `select i.indisvalid as "isValid", exists (
       select 1 from pg_stat_progress_create_index p where p.index_relid = i.indexrelid
     ) as "isBuilding"
     from pg_index i where i.indexrelid = to_regclass($1)`,
    [name],
  );
  if (found === undefined) return 'absent';
  if (found.isValid) return 'valid';
  return found.isBuilding ? 'building' : 'invalid';
}

async function isEmpty({ table }: IndexStatement, { query }: Outwait): Promise<boolean> {
  return (await query(`select 1 as one from ${table} limit 1`)).length === 0;
}

/** Behind a pooler in transaction mode its limits hold, and nothing of ours can lift them. Waiting would not help. */
function tooSlow({ name }: IndexStatement): AppError {
  const message =
    `Index ${name} takes longer to build than a statement may run here: ` +
    'give DATABASE_URL of the migration the address of PostgreSQL itself, not that of a pooler, and run it again.';
  return new AppError('conflict', { message });
}
