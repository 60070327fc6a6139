import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { describeDatabase } from '../database/describe-database.ts';
import { mapDatabaseError } from '../database/map-database-error.ts';
import { readPoolerConsole, type PoolerConsole } from './read-pooler-console.ts';
import { withProbe, withRawProbe } from './with-probe.ts';

/** What stands between this machine and PostgreSQL and shares its connections. */
export type PoolerFacts = {
  /** It was seen to lend a connection for one transaction at a time; false: not seen, as in session mode. */
  isTransactional: boolean;
  /** It turns a connection away that sets the limits of its session. */
  refusesLimits: boolean;
  /** A statement prepared by its name was there in the next transaction; null: that could not be seen. */
  keepsStatements: boolean | null;
  /** What PgBouncer's own console tells; null where it is another pooler, or tells us nothing. */
  console: PoolerConsole | null;
};

/**
 * Null when connections lead to PostgreSQL itself. A pooler hands out a key for cancelling of its own, so that the process
 * it names is not the one that answers; that holds for an idle pooler as well. Throws `unavailable` when nobody answers.
 */
export async function inspectPooler({
  databaseUrl,
}: {
  databaseUrl: string;
}): Promise<PoolerFacts | null> {
  const seen = await withProbe({ databaseUrl }, async (first) => {
    if ((await askBackend(first)) === namedBackend(first)) return null;
    return lookTwice({ databaseUrl, first });
  });
  if (seen === null) return null;
  const refusesLimits = await refusesSessionLimits(databaseUrl);
  return { ...seen, refusesLimits, console: await readPoolerConsole(databaseUrl) };
}

const statementName = (): string => `yuexin_doctor_${randomBytes(6).toString('hex')}`;

/** As the key for cancelling names it; the driver keeps it without telling its types. */
const namedBackend = (client: pg.Client): number | null =>
  (client as unknown as { processID: number | null }).processID;

async function askBackend(client: pg.Client, name?: string): Promise<number> {
  const text = 'select pg_backend_pid() as pid';
  const { rows } = await client.query<{ pid: number }>(
    name === undefined ? text : { name, text, values: [] },
  );
  return rows[0]?.pid ?? 0;
}

/**
 * A second connection holds a transaction open, which takes the server that the first one used last: in session mode it
 * cannot, in transaction mode the first one is answered by another from then on, which knows no statement of its.
 */
async function lookTwice(input: {
  databaseUrl: string;
  first: pg.Client;
}): Promise<Pick<PoolerFacts, 'isTransactional' | 'keepsStatements'>> {
  const { databaseUrl, first } = input;
  const name = statementName();
  const before = await askBackend(first, name);
  return withProbe({ databaseUrl }, async (second) => {
    await second.query('begin');
    const held = await askBackend(second);
    const after = await askAgain(first, name);
    // Where the name is another connection's by now, it is gone with this transaction or left to nobody.
    if (held === before && after === 'forgotten')
      await second.query(`deallocate ${name}`).catch(() => undefined);
    await second.query('rollback').catch(() => undefined);
    const hasMoved = typeof after === 'number' && after !== before;
    return {
      isTransactional: held === before || hasMoved || after === 'forgotten',
      keepsStatements: after === 'forgotten' ? false : hasMoved ? true : null,
    };
  });
}

async function askAgain(
  client: pg.Client,
  name: string,
): Promise<number | 'forgotten' | 'no-answer'> {
  try {
    return await askBackend(client, name);
  } catch (error) {
    return (error as { code?: unknown }).code === invalidStatementName ? 'forgotten' : 'no-answer';
  }
}

const invalidStatementName = '26000';

async function refusesSessionLimits(databaseUrl: string): Promise<boolean> {
  try {
    return await withRawProbe({ databaseUrl, hasLimits: true }, () => Promise.resolve(false));
  } catch (error) {
    if (error instanceof Error && /startup parameter/i.test(error.message)) return true;
    throw mapDatabaseError(error, describeDatabase(databaseUrl));
  }
}
