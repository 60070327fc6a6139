import pg from 'pg';
import { DataSource } from 'typeorm';
import { entities } from '../entities/index.ts';
import type { OpenDatabase } from './database.ts';
import { describeDatabase } from './describe-database.ts';
import { endsConnection, mapDatabaseError } from './map-database-error.ts';
import { runAtomically } from './run-atomically.ts';
import { runOn, type Pooler, type RunQuery } from './run-query.ts';
import type { StorageLogger } from './storage-logger.ts';

export type DatabaseOptions = {
  databaseUrl: string;
  poolMax: number;
  /** What stands between: `transaction` keeps neither statements nor settings of a session. Default none. */
  pooler?: Pooler;
  applicationName: string;
  logger: StorageLogger;
  /** A connection that says nothing for so long is given up. Default 35 s: the server itself ends every statement after 30 s. */
  silenceMs?: number;
};

export type { Database, OpenDatabase } from './database.ts';

const int8Oid = 20;
const statementTimeoutMs = 30_000;
/** Our own locks last milliseconds. Who meets one held for longer (a session by hand, a stopped process) must let the others go on. */
const lockTimeoutMs = 2_000;
/** A pooler in transaction mode refuses them at the start of a connection: there it has to set them itself (docs/deployment.md). */
export const sessionLimits = {
  statement_timeout: statementTimeoutMs,
  lock_timeout: lockTimeoutMs,
  idle_in_transaction_session_timeout: statementTimeoutMs,
};
/** A new session has to plan every function of the hot path once, a tenth of a second each: those of the last burst are kept for the next. */
const idleMs = 10 * 60_000;
/** A server that vanished without a word would hold its statements for a quarter of an hour, and all that wait behind them. */
const defaultSilenceMs = statementTimeoutMs + 5_000;

/** Opens nothing until the first statement: a database that is not there yet is found by `ready()`. */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
  const address = describeDatabase(options.databaseUrl);
  const pool = createPool(options);
  const orm = createDataSource(pool);
  const pooler = options.pooler ?? 'none';
  const runWith = (client: pg.PoolClient): RunQuery => runOn(client, pooler);
  let initialising: Promise<DataSource> | null = null;

  function initialise(): Promise<DataSource> {
    initialising ??= orm.initialize().catch((error: unknown) => {
      initialising = null;
      throw error;
    });
    return initialising;
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw mapDatabaseError(error, address);
    }
  }

  return {
    address,
    query: (statement, values) =>
      guarded(() => withClient(pool, (client) => runWith(client)(statement, values))),
    transaction: (work) =>
      guarded(() =>
        withClient(pool, (client) => inTransaction(client, () => work(runWith(client)))),
      ),
    entities: (work) => guarded(async () => work((await initialise()).manager)),
    atomically: (work) =>
      guarded(async () => runAtomically({ orm: await initialise(), address, pooler }, work)),
    use: () => ({
      open: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
      max: options.poolMax,
    }),
    close: () => pool.end(),
  };
}

function createPool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    max: options.poolMax,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: idleMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    query_timeout: options.silenceMs ?? defaultSilenceMs,
    ...(options.pooler === 'transaction' ? {} : sessionLimits),
    types: { getTypeParser: readType as typeof pg.types.getTypeParser },
  });
  // Its welcome and its farewell may come in one packet, before whoever asked for the connection can listen.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  // An idle connection that dies must not end the process; the next statement opens another.
  pool.on('error', (error: Error & { code?: string }) => {
    options.logger.warn('An idle PostgreSQL connection was lost.', { code: error.code ?? null });
  });
  return pool;
}

const driverTypes = pg.types as unknown as {
  getTypeParser(oid: number, format?: string): unknown;
};

/** Counters and generations stay far below 2^53. */
function readType(oid: number, format?: string): unknown {
  return oid === int8Oid ? Number : driverTypes.getTypeParser(oid, format);
}

/** TypeORM asks its driver for `new Pool`; it gets the one there is. */
function createDataSource(pool: pg.Pool): DataSource {
  const SharedPool = function () {
    return pool;
  };
  return new DataSource({
    type: 'postgres',
    driver: { Pool: SharedPool },
    entities,
    logging: false,
  });
}

/** Unlike pool.query, keeps the connection when a statement was merely refused. */
async function withClient<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  const onError = (error: Error) => {
    failure = error;
  };
  client.on('error', onError);
  try {
    return await work(client);
  } catch (error) {
    // PostgreSQL says goodbye in the statement's answer; the socket closes only after that.
    if (endsConnection(error)) failure ??= new Error('The connection ends.');
    throw error;
  } finally {
    client.removeListener('error', onError);
    client.release(failure);
  }
}

async function inTransaction<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    // Nothing more is said on a connection that ends: the server rolls back by itself.
    if (endsConnection(error)) throw error;
    await client.query('rollback').catch((rollbackError: unknown) => {
      client.emit('error', rollbackError);
    });
    throw error;
  }
}
