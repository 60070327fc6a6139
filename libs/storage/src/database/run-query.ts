import type pg from 'pg';

/** A statement prepared once per connection under its name: for what runs often. */
type PreparedStatement = { name: string; text: string };

/** Runs statements; bigint comes back as a number, bytea as a Buffer, timestamptz as a Date. Throws AppError only. */
export type RunQuery = <Row extends object>(
  statement: string | PreparedStatement,
  values?: readonly unknown[],
) => Promise<Row[]>;

export type Pooler = 'none' | 'transaction';

/** On this connection; throws what the driver throws. A pooler that lends connections for a transaction keeps no statement by its name. */
export function runOn(client: pg.ClientBase, pooler: Pooler): RunQuery {
  return async <Row extends object>(
    statement: string | PreparedStatement,
    values: readonly unknown[] = [],
  ) => {
    const { text } = typeof statement === 'string' ? { text: statement } : statement;
    const isNamed = typeof statement !== 'string' && pooler === 'none';
    const result = await client.query<Row & pg.QueryResultRow>({
      ...(isNamed ? statement : { text }),
      values: [...values],
    });
    return result.rows;
  };
}
