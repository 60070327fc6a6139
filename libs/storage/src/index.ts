export type * from './hot-path.ts';
export type * from './repositories.ts';
export type * from './storage.ts';
export type { StorageLogger } from './database/storage-logger.ts';
export { describeDatabase, type DatabaseAddress } from './database/describe-database.ts';
export { mapDatabaseError, readSqlState } from './database/map-database-error.ts';
export { migrate, type MigrateResult } from './migrate.ts';
export { schemaChecksum } from './schema/schema-checksum.ts';
export { openStorage } from './open-storage.ts';
