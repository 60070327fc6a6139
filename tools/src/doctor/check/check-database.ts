import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { describeDatabaseUrl, type ExaminedEnvironment } from '@yuexin/config';
import { normaliseError } from '@yuexin/errors';
import {
  describeDatabase,
  inspectDatabase,
  inspectPooler,
  inspectSecrets,
  type DatabaseFacts,
  type PoolerFacts,
} from '@yuexin/storage';
import { failed, skipped, type Finding } from '../finding.ts';
import { judgeConnections } from '../judge/judge-connections.ts';
import { judgeDatabase } from '../judge/judge-database.ts';
import { judgeDisk } from '../judge/judge-disk.ts';
import { judgePooler } from '../judge/judge-pooler.ts';
import { judgeSecrets } from '../judge/judge-secrets.ts';

type Examined = Pick<ExaminedEnvironment, 'database' | 'queue' | 'masterKeys'>;
type Known = NonNullable<Examined['database']>;

export type DatabaseLook = {
  findings: Finding[];
  /** Null: nothing more can be asked of it. */
  facts: DatabaseFacts | null;
};

/** Connections that the queue in PostgreSQL may open beside those of DATABASE_POOL_MAX (libs/queue). */
const queueConnections = 20;

/** PostgreSQL: itself, what stands before it, its schema, its secrets, its disk. */
export async function checkDatabase(examined: Examined): Promise<DatabaseLook> {
  const { database } = examined;
  if (database === null) {
    return { findings: [skipped('PostgreSQL', 'DATABASE_URL cannot be read.')], facts: null };
  }
  try {
    const facts = await inspectDatabase({ databaseUrl: database.url });
    const pooler = await inspectPooler({ databaseUrl: database.url });
    const where = describeDatabaseUrl(database.url);
    const findings = [
      ...judgeDatabase(facts, where),
      ...judgePooler({ pooler, configured: database.pooler, limits: facts }),
      ...connectionsOf({ examined, database, facts, pooler }),
      ...(await secretsOf({ examined, database, facts })),
      ...judgeDisk({ database: facts, space: await spaceOf(database.url, facts) }),
    ];
    return { findings, facts };
  } catch (error) {
    const { message } = normaliseError(error);
    const todo = 'See that it runs, and that DATABASE_URL leads to it from this machine.';
    return { findings: [failed('PostgreSQL', message, todo)], facts: null };
  }
}

function connectionsOf(input: {
  examined: Examined;
  database: Known;
  facts: DatabaseFacts;
  pooler: PoolerFacts | null;
}): Finding[] {
  const { examined, database, facts, pooler } = input;
  if (pooler !== null && pooler.console === null) {
    const detail = 'What the pooler lends is not known: stats_users does not name this user.';
    return [skipped('Connections', detail)];
  }
  const target = examined.queue?.target;
  const isQueueHere = target?.engine === 'postgres' && target.url === database.url;
  return judgeConnections({
    poolMax: database.poolMax + (isQueueHere ? queueConnections : 0),
    processes: Math.max(1, facts.processesAlive ?? 1),
    connectionsMax: facts.connectionsMax,
    connectionsOpen: facts.connectionsOpen,
    pooler: pooler?.console ?? null,
  });
}

async function secretsOf(input: {
  examined: Examined;
  database: Known;
  facts: DatabaseFacts;
}): Promise<Finding[]> {
  const { masterKeys } = input.examined;
  if (masterKeys === null) return [skipped('MASTER_KEY', 'It cannot be read.')];
  if (input.facts.schemaProblem !== null)
    return [skipped('MASTER_KEY', 'The database is not migrated.')];
  const { url: databaseUrl } = input.database;
  const logger = { info: () => undefined, warn: () => undefined };
  return judgeSecrets(await inspectSecrets({ databaseUrl, masterKeys, logger }));
}

/** Null when PostgreSQL is on another machine, or its folder is not to be seen from here. */
async function spaceOf(
  databaseUrl: string,
  { dataDirectory }: DatabaseFacts,
): Promise<{ freeBytes: number; totalBytes: number } | null> {
  const { host } = describeDatabase(databaseUrl);
  const isHere = /^(localhost$|127\.|::1$|\/)/.test(host);
  if (!isHere || dataDirectory === null || !existsSync(dataDirectory)) return null;
  const { bavail, blocks, bsize } = await statfs(dataDirectory);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
