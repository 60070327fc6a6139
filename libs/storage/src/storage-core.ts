import { createPhoneIndex, type PhoneIndex } from './crypto/phone-index.ts';
import { createVault, type Vault } from './crypto/vault.ts';
import { openDatabase, type Database, type OpenDatabase } from './database/open-database.ts';
import type { StorageLogger } from './database/storage-logger.ts';
import type { StorageOptions } from './storage.ts';

/** What everything in storage is built from. */
export type StorageCore = {
  database: Database;
  vault: Vault;
  phoneIndex: PhoneIndex;
  logger: StorageLogger;
  onEvidence: NonNullable<StorageOptions['onEvidence']>;
  onGrantDrift: NonNullable<StorageOptions['onGrantDrift']>;
};

export type OpenStorageCore = StorageCore & { database: OpenDatabase };

/** Builds the core of a storage. Opens no connection yet. */
export function openStorageCore(
  options: StorageOptions & { logger: StorageLogger },
): OpenStorageCore {
  const database = openDatabase(options);
  const vault = createVault(options.masterKeys);
  return {
    database,
    vault,
    phoneIndex: createPhoneIndex({ database, vault }),
    logger: options.logger,
    onEvidence: options.onEvidence ?? (() => undefined),
    onGrantDrift: options.onGrantDrift ?? (() => undefined),
  };
}
