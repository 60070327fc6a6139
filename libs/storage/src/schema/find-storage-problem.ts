import { normaliseError } from '@yuexin/errors';
import type { StorageCore } from '../storage-core.ts';
import { countPending, migrationProblem } from './migration-problem.ts';

/**
 * Null when PostgreSQL answers, is migrated and MASTER_KEY opens its data; else one sentence.
 * Functions are compared until they were right once: from then on a difference means that a newer
 * version migrated a database this process already works with, which is no reason to leave.
 */
export function createFindStorageProblem(
  core: Pick<StorageCore, 'database' | 'phoneIndex'>,
): () => Promise<string | null> {
  let wasCurrent = false;
  const { query } = core.database;

  async function findSchemaProblem(): Promise<string | null> {
    const isForgiven = wasCurrent && (await countPending(query)) === 0;
    return isForgiven ? null : migrationProblem(query);
  }

  return async () => {
    try {
      const problem = await findSchemaProblem();
      if (problem !== null) return problem;
      wasCurrent = true;
      await core.phoneIndex.hash('');
      return null;
    } catch (error) {
      return normaliseError(error).message;
    }
  };
}
