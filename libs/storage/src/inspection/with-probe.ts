import pg from 'pg';
import { describeDatabase } from '../database/describe-database.ts';
import { mapDatabaseError } from '../database/map-database-error.ts';
import { sessionLimits } from '../database/open-database.ts';

export type ProbeOptions = {
  databaseUrl: string;
  /** As a process without a pooler connects: with the limits of its session. */
  hasLimits?: boolean;
};

const patienceMs = 5_000;

/** One connection of its own for `work`. Throws what the driver throws. */
export async function withRawProbe<T>(
  { databaseUrl, hasLimits = false }: ProbeOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: 'yuexin-doctor',
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    ...(hasLimits && sessionLimits),
  });
  // What breaks rejects the statement in hand; without a listener it would end the process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The same, throwing AppError only: `unavailable` when the database cannot serve now. */
export async function withProbe<T>(
  options: ProbeOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  try {
    return await withRawProbe(options, work);
  } catch (error) {
    throw mapDatabaseError(error, describeDatabase(options.databaseUrl));
  }
}
