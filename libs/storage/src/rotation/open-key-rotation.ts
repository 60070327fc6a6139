import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';
import { createVault, keyIdOf } from '../crypto/vault.ts';
import { openDatabase } from '../database/open-database.ts';
import type { StorageLogger } from '../database/storage-logger.ts';
import { createAuditRepository } from '../repositories/audit.repository.ts';
import { countSealed, type SealedCount } from './count-sealed.ts';
import { resealTable } from './reseal-table.ts';
import { sealedTables } from './sealed-tables.ts';

export type KeyRotationOptions = {
  databaseUrl: string;
  /** 32-byte keys, newest first: what all is encrypted under afterwards, then those that may still be met. */
  masterKeys: readonly Buffer[];
  logger: StorageLogger;
  /** How often rows that were locked or came meanwhile are looked for again. */
  passesMax?: number;
  pauseMs?: number;
};

export type KeyRotation = {
  /**
   * Encrypts everything that is under an older key of the list anew under the newest, while api and worker run. May be broken off
   * and run again at any time: what is done stays done. Throws `unavailable` when a key is met that is not listed, and
   * `conflict` when rows under an older key remain after all passes. Resolves to the ciphertexts' rows changed.
   */
  run(leaving?: AbortSignal): Promise<{ changed: number; remaining: number }>;
  close(): Promise<void>;
};

/** The rotation of MASTER_KEY, on a connection of its own. Writes an audit row when it has changed anything. */
export function openKeyRotation(options: KeyRotationOptions): KeyRotation {
  const { masterKeys, logger, passesMax = 30, pauseMs = 1_000 } = options;
  const applicationName = 'yuexin-rotate-master-key';
  const database = openDatabase({ ...options, poolMax: 2, applicationName });
  const vault = createVault(masterKeys);
  const [newestKey] = masterKeys;
  if (newestKey === undefined) throw new Error('At least one master key is needed.');
  const newestId = keyIdOf(newestKey).toString('hex');
  const listed = new Set(masterKeys.map((key) => keyIdOf(key).toString('hex')));

  const look = async (): Promise<{ counts: SealedCount[]; remaining: number }> => {
    const counts = await countSealed(database);
    refuseUnlisted(counts, listed);
    const older = counts.filter(({ keyId }) => keyId !== newestId);
    return { counts, remaining: older.reduce((sum, { count }) => sum + count, 0) };
  };

  const pass = async (leaving: AbortSignal): Promise<number> => {
    let changed = 0;
    for (const sealed of sealedTables) {
      const rows = await resealTable({ database, vault, newestKey }, sealed, leaving);
      if (rows > 0) logger.info('encrypted anew', { table: sealed.table, rows });
      changed += rows;
    }
    return changed;
  };

  return {
    async run(leaving = new AbortController().signal) {
      const before = await look();
      logger.info('to be encrypted anew', { newestId, remaining: before.remaining });
      let { remaining } = before;
      let changed = 0;
      for (let passes = 1; remaining > 0 && !leaving.aborted; passes += 1) {
        changed += await pass(leaving);
        ({ remaining } = await look());
        logger.info('a pass is over', { passes, changed, remaining });
        if (remaining > 0 && passes >= passesMax) throw stillThere(remaining);
        if (remaining > 0) await delay(pauseMs, undefined, { signal: leaving }).catch(() => null);
      }
      if (changed > 0)
        await createAuditRepository({ database }).append({
          ...{ actor: 'command:rotate-master-key', action: 'master-key.rotate' },
          ...{ target: `master-key:${newestId}`, appId: null, reason: null, requestId: null },
          ...{ before: before.counts, after: { changed, remaining } },
        });
      return { changed, remaining };
    },
    close: () => database.close(),
  };
}

function refuseUnlisted(counts: readonly SealedCount[], listed: ReadonlySet<string>): void {
  const unlisted = counts.filter(({ keyId }) => !listed.has(keyId));
  if (unlisted.length === 0) return;
  const told = unlisted.map(({ table, keyId, count }) => `${table}: ${count} under ${keyId}`);
  throw new AppError('unavailable', {
    message: `MASTER_KEY does not list every key that is in use (${told.join('; ')}): add it behind the newest.`,
    details: { unlisted },
  });
}

function stillThere(remaining: number): AppError {
  return new AppError('conflict', {
    message:
      `${remaining} values are still under an older key: a row is locked for long, or a process still encrypts with the old ` +
      'key. Start every api and worker with the new key first in MASTER_KEY, then run this again.',
    details: { remaining },
  });
}
