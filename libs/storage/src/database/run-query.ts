import type pg from 'pg';

/** A statement prepared once per connection under its name: for what runs often. */
type PreparedStatement = { name: string; text: string };

/** Runs statements; bigint comes back as a number, bytea as a Buffer, timestamptz as a Date. Throws AppError only. */
export type RunQuery = <Row extends object>(
  statement: string | PreparedStatement,
  values?: readonly unknown[],
) => Promise<Row[]>;

/** On this connection; throws what the driver throws. */
export function runOn(client: pg.PoolClient): RunQuery {
  return async <Row extends object>(
    statement: string | PreparedStatement,
    values: readonly unknown[] = [],
  ) => {
    const prepared = typeof statement === 'string' ? { text: statement } : statement;
    const result = await client.query<Row & pg.QueryResultRow>({
      ...prepared,
      values: [...values],
    });
    return result.rows;
  };
}
