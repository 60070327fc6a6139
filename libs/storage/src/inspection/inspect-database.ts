import type pg from 'pg';
import { migrationProblem } from '../schema/migration-problem.ts';
import { runOn } from '../database/run-query.ts';
import { readServer, type ServerRow } from './read-server.ts';
import { withProbe } from './with-probe.ts';

/** What an operator should know of a PostgreSQL that Yuexin is to work on. */
export type DatabaseFacts = ServerRow & {
  /** Of one question, connection not counted. */
  roundTripMs: number;
  /** PostgreSQL's clock minus this machine's; it may be wrong by half a round trip. */
  clockAheadMs: number;
  /** One sentence that says what to do; null: every migration and function of this version is there. */
  schemaProblem: string | null;
};

/** Changes nothing. Throws AppError: `unavailable` with a sentence on why the database does not serve. */
export function inspectDatabase({ databaseUrl }: { databaseUrl: string }): Promise<DatabaseFacts> {
  return withProbe({ databaseUrl }, async (client) => {
    const { clockAheadMs, roundTripMs } = await compareClocks(client);
    const server = await readServer(client);
    const query = runOn(client, 'transaction');
    return { ...server, clockAheadMs, roundTripMs, schemaProblem: await migrationProblem(query) };
  });
}

const questions = 3;

/** The quickest of a few questions says most of the clock. */
async function compareClocks(
  client: pg.Client,
): Promise<Pick<DatabaseFacts, 'clockAheadMs' | 'roundTripMs'>> {
  const asked: Pick<DatabaseFacts, 'clockAheadMs' | 'roundTripMs'>[] = [];
  for (let question = 0; question < questions; question += 1) {
    const startedAt = Date.now();
    const startedMs = performance.now();
    const { rows } = await client.query<{ ms: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
    );
    const roundTripMs = performance.now() - startedMs;
    asked.push({ roundTripMs, clockAheadMs: (rows[0]?.ms ?? 0) - (startedAt + roundTripMs / 2) });
  }
  return asked.reduce((best, one) => (one.roundTripMs < best.roundTripMs ? one : best));
}
