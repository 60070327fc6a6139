import pg from 'pg';

/** Where a database URL points, without user or password: fit for logs and messages. */
export type DatabaseAddress = { host: string; port: number; name: string; user: string };

/** Reads a database URL exactly as the driver will (defaults and PG* variables included). Opens nothing. */
export function describeDatabase(databaseUrl: string): DatabaseAddress {
  const { host, port, database, user } = new pg.Client({ connectionString: databaseUrl });
  return { host, port, name: database ?? '', user: user ?? '' };
}
