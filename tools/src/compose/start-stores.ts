import path from 'node:path';
import pg from 'pg';
import { openEmbeddedPostgres } from '../embedded-postgres/open-embedded-postgres.ts';
import { createRedisProcess } from '../local-stack/redis-process.ts';
import type { Started, StartInput } from './start-input.ts';

/** As the official image: a superuser of the name, password and database given. */
export async function startPostgresImage(input: StartInput): Promise<Started> {
  const { name, service, addresses, dataRoot } = input;
  const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = service.environment ?? {};
  const [user, password] = [String(POSTGRES_USER), String(POSTGRES_PASSWORD)];
  const running = await openEmbeddedPostgres({
    dataRoot,
    port: addresses.portOf(name, 5432, 0),
    password,
    database: String(POSTGRES_DB),
    say: input.say,
  });
  const client = new pg.Client({ connectionString: running.url });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_roles where rolname = $1', [user]);
    if (found.rowCount === 0) {
      const role = pg.escapeIdentifier(user);
      await client.query(
        `create role ${role} superuser login password ${pg.escapeLiteral(password)}`,
      );
    }
  } finally {
    await client.end();
  }
  return { stop: () => running.stop(), children: [] };
}

/** With the very options of the command. */
export async function startRedisImage(input: StartInput): Promise<Started> {
  const { name, service, addresses, dataRoot } = input;
  const [program = '', ...options] = service.command ?? [];
  const redis = createRedisProcess({
    port: addresses.portOf(name, 6379, 0),
    folder: path.resolve(dataRoot),
    programs: [path.basename(program)],
    args: options,
  });
  await redis.start();
  return { stop: () => redis.close(), children: [] };
}
