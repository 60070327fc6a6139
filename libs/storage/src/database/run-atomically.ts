import type pg from 'pg';
import type { DataSource, QueryRunner } from 'typeorm';
import type { Database } from './database.ts';
import type { DatabaseAddress } from './describe-database.ts';
import { endsConnection, mapDatabaseError } from './map-database-error.ts';
import { runOn, type Pooler, type RunQuery } from './run-query.ts';

type Inside = Database & { hasLostConnection: () => boolean };

/** One connection and one transaction for SQL and TypeORM alike: what `work` does with the database it is given stands or falls together. */
export async function runAtomically<T>(
  { orm, address, pooler }: { orm: DataSource; address: DatabaseAddress; pooler: Pooler },
  work: (inside: Database) => Promise<T>,
): Promise<T> {
  const runner = orm.createQueryRunner();
  const client = (await runner.connect()) as pg.PoolClient;
  const inside = openInside({ runner, client, address, pooler });
  try {
    await runner.startTransaction();
    const result = await work(inside);
    await runner.commitTransaction();
    return result;
  } catch (error) {
    // Nothing more is said on a connection that ends: the server rolls back by itself. The runner hears of it and gives it up.
    if (inside.hasLostConnection() || endsConnection(error)) client.emit('error', error);
    else
      await runner.rollbackTransaction().catch((rollbackError: unknown) => {
        client.emit('error', rollbackError);
      });
    throw error;
  } finally {
    await runner.release();
  }
}

function openInside(given: {
  runner: QueryRunner;
  client: pg.PoolClient;
  address: DatabaseAddress;
  pooler: Pooler;
}): Inside {
  const { runner, client, address, pooler } = given;
  let isLost = false;
  let refused: Error | null = null;

  const failureOf = (error: unknown): Error => {
    isLost ||= endsConnection(error);
    return mapDatabaseError(error, address);
  };
  const run = runOn(client, pooler);
  const query: RunQuery = async (statement, values) => {
    // A refused statement ends the transaction. Whoever tries again is told why, not that it has ended.
    if (refused !== null) throw refused;
    try {
      return await run(statement, values);
    } catch (error) {
      refused = failureOf(error);
      throw refused;
    }
  };

  return {
    address,
    query,
    transaction: (work) => work(query),
    async entities(work) {
      try {
        return await work(runner.manager);
      } catch (error) {
        throw failureOf(error);
      }
    },
    hasLostConnection: () => isLost,
  };
}
