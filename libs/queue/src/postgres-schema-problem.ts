import {
  assertSchemaCompatibility,
  LATEST_SCHEMA_VERSION,
  SchemaMigrationRequiredError,
  SchemaVersionMismatchError,
  UnsupportedPostgresVersionError,
} from 'bullmq';
import type { Pool } from 'pg';
import { queueSchema } from './postgres-connection.ts';
import { hasMarkerTable } from './postgres-marker.ts';

const migrateFirst = 'run `npm run migrate`';

function isAboutTheSchema(error: unknown): error is Error {
  return (
    error instanceof SchemaVersionMismatchError || error instanceof UnsupportedPostgresVersionError
  );
}

/** Null when BullMQ's schema and our marker's table are current. Rejects when PostgreSQL does not answer. */
export async function postgresSchemaProblem(pool: Pool): Promise<string | null> {
  try {
    const version = await assertSchemaCompatibility(pool, queueSchema);
    if (version < LATEST_SCHEMA_VERSION) {
      return `the queue's schema is at version ${version}, ${LATEST_SCHEMA_VERSION} is needed: ${migrateFirst}`;
    }
  } catch (error) {
    if (error instanceof SchemaMigrationRequiredError) {
      return `the queue's schema is missing: ${migrateFirst}`;
    }
    if (isAboutTheSchema(error)) return error.message;
    throw error;
  }
  if (await hasMarkerTable(pool)) return null;
  return `the queue's marker table is missing: ${migrateFirst}`;
}
