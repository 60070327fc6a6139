export type * from './callbacks/callback-delivery.ts';
export type * from './hot-path.ts';
export type * from './sweeps.ts';
export type * from './repositories.ts';
export type * from './storage.ts';
export type { AskPlan, FrequencyCap, QuietHours, SendingRules } from './entities/app.entity.ts';
export type { StorageLogger } from './database/storage-logger.ts';
export { describeDatabase, type DatabaseAddress } from './database/describe-database.ts';
export { mapDatabaseError, readSqlState } from './database/map-database-error.ts';
export {
  findConnectionWorries,
  type ConnectionNeeds,
} from './inspection/find-connection-worries.ts';
export { inspectDatabase, type DatabaseFacts } from './inspection/inspect-database.ts';
export { inspectPooler, type PoolerFacts } from './inspection/inspect-pooler.ts';
export { inspectSecrets, type SecretsFacts } from './inspection/inspect-secrets.ts';
export { openKeyRotation, type KeyRotation } from './rotation/open-key-rotation.ts';
export { migrate, type MigrateResult } from './migrate.ts';
export { schemaChecksum } from './schema/schema-checksum.ts';
export { grantAgeBands } from './repositories/read-grant-survival.ts';
export { audienceSources, audienceStates, recipientStates } from './audiences/audience-row.ts';
export { firstPlace, replayStates } from './repositories/replay-row.ts';
export { decodeCursor, encodeCursor, isCursor } from './repositories/cursor.ts';
export { flowMax } from './repositories/read-grant-flow.ts';
export { deadMax, pulseSeconds } from './repositories/stats-store.ts';
export { openStorage } from './open-storage.ts';
