import type { EntityManager, QueryRunner } from 'typeorm';
import type { DatabaseAddress } from '../database/describe-database.ts';
import type { RunQuery } from '../database/run-query.ts';
import type { StorageLogger } from '../database/storage-logger.ts';
import { installFunctions } from '../schema/install-functions.ts';
import { buildIndex } from './build-index.ts';
import { readIndexStatement, splitIndexes, type IndexStatement } from './index-statement.ts';
import { recordStatements, type MigrationClass } from './migration-class.ts';
import { openMigrationSource } from './open-migration-source.ts';
import { outwaitLocks, type Outwait } from './outwait-locks.ts';
import type { MigrationLock } from './take-migration-lock.ts';

/**
 * Landed before indexes were built beside the writers. Those of their indexes that stand on older tables are taken out and built so once the
 * migrations are through (ADR 0039).
 */
const takenOver: ReadonlySet<string> = new Set([
  'Earmarks1764000000024',
  'DeadCauses1764000000027',
]);

/** Who waits for a table's lock holds up all who come after it: for less than the two seconds that the hot path waits. */
const limits = 'set local lock_timeout = 1000; set local statement_timeout = 0';
const patience = { tries: 60, pauseMs: 2_000 };
/** Each try of an index waits for half a minute, and holds up nobody. */
const indexPatience = { tries: 20, pauseMs: 1_000 };

export type MigrationRun = {
  databaseUrl: string;
  address: DatabaseAddress;
  logger: StorageLogger;
  migrations: readonly MigrationClass[];
  lock: MigrationLock;
};

/**
 * Each migration in a transaction of its own, or in none where it says so; then the indexes that were taken out, then the functions.
 * What is done stays done: run again, it goes on where it stopped. Throws AppError.
 */
export async function runMigrations(
  run: MigrationRun,
): Promise<{ migrations: string[]; functionFiles: string[] }> {
  const done = new Set<string>();
  const wrapped = run.migrations.map((Migration) => guard(Migration, { run, done }));
  const source = await openMigrationSource({ ...run, migrations: wrapped });
  try {
    const outwait = { ...waiting(run, source), ...patience };
    await outwaitLocks(outwait, () => source.runMigrations({ transaction: 'each' }));
    for (const index of await takenOut(run.migrations)) await build(index, run, source);
    const functionFiles = await outwaitLocks(outwait, () =>
      source.transaction(async (manager) => {
        await manager.query(limits);
        return installFunctions(queryOn(manager));
      }),
    );
    return { migrations: [...done], functionFiles };
  } finally {
    await source.destroy();
  }
}

async function build(index: IndexStatement, run: MigrationRun, on: Queried): Promise<void> {
  await run.lock.assertHeld();
  await buildIndex(index, { ...waiting(run, on), ...indexPatience });
}

/** The same migration: under the lock, with limits of its own, its indexes built beside the writers. */
function guard(
  Migration: MigrationClass,
  { run, done }: { run: MigrationRun; done: Set<string> },
): MigrationClass {
  return class extends Migration {
    override async up(queryRunner: QueryRunner): Promise<void> {
      await run.lock.assertHeld();
      if (this.transaction !== false) await queryRunner.query(limits);
      const isTakenOver = takenOver.has(this.name);
      const query = async (sql: string, values?: unknown[]): Promise<unknown> => {
        if (isTakenOver) return queryRunner.query(splitIndexes(sql).rest.join(';'));
        const index = readIndexStatement(sql);
        if (index?.isConcurrent === true) return build(index, run, queryRunner);
        return queryRunner.query(sql, values);
      };
      await super.up(Object.assign(Object.create(queryRunner) as QueryRunner, { query }));
      await run.lock.assertHeld();
      done.add(this.name);
    }
  };
}

async function takenOut(migrations: readonly MigrationClass[]): Promise<IndexStatement[]> {
  const ours = migrations.filter((Migration) => takenOver.has(new Migration().name));
  const statements = await Promise.all(ours.map(recordStatements));
  return statements.flat().flatMap((sql) => splitIndexes(sql).indexes);
}

type Queried = Pick<EntityManager, 'query'>;

function waiting(run: MigrationRun, on: Queried): Pick<Outwait, 'query' | 'address' | 'logger'> {
  return { query: queryOn(on), address: run.address, logger: run.logger };
}

function queryOn(to: Queried): RunQuery {
  return (statement, values) => {
    const text = typeof statement === 'string' ? statement : statement.text;
    return to.query(text, values === undefined ? undefined : [...values]);
  };
}
