import pg from 'pg';

/** The rows of one statement, on a connection of its own: the server may be another the next time. */
export async function askPostgres<Row extends object>(
  databaseUrl: string,
  statement: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}
