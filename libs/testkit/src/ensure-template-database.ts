import pg from 'pg';
import { migrate, schemaChecksum } from '@yuexin/storage';
import { urlOfDatabase } from './url-of-database.ts';

const lockKey = '133554815461743';
const quiet = { info: () => undefined, warn: () => undefined };

/** Known for the life of this process: the schema cannot change under a running test file. */
let known: Promise<string> | null = null;

/** Name of a migrated database to clone, built once per version of the schema by whoever comes first. */
export function ensureTemplateDatabase(serverUrl: string): Promise<string> {
  known ??= findOrBuild(serverUrl);
  return known;
}

async function findOrBuild(serverUrl: string): Promise<string> {
  const name = `yx_template_${(await schemaChecksum()).slice(0, 12)}`;
  const server = new pg.Client({ connectionString: serverUrl, application_name: 'yuexin-testkit' });
  await server.connect();
  try {
    if (await exists(server, name)) return name;
    await server.query('select pg_advisory_lock($1)', [lockKey]);
    if (await exists(server, name)) return name;
    await build({ server, serverUrl, name });
    return name;
  } finally {
    await server.end();
  }
}

/** Built under another name and renamed when whole, so that a crash leaves no half template. */
async function build(input: { server: pg.Client; serverUrl: string; name: string }): Promise<void> {
  const { server, serverUrl, name } = input;
  const building = `${name}_building`;
  await server.query(`drop database if exists ${building} with (force)`);
  await server.query(`create database ${building} template template0 encoding 'UTF8'`);
  await migrate({ databaseUrl: urlOfDatabase(serverUrl, building), logger: quiet });
  await server.query(`alter database ${building} rename to ${name}`);
  await dropOldTemplates(server);
}

/** Each version of the schema leaves a template; the newest few are kept. */
async function dropOldTemplates(server: pg.Client): Promise<void> {
  const old = await server.query<{ name: string }>(
    "select datname as name from pg_database where datname like 'yx\\_template\\_%' order by oid desc offset 5",
  );
  for (const { name } of old.rows) {
    // One that is being cloned right now stays until the next time.
    await server.query(`drop database if exists ${name}`).catch(() => undefined);
  }
}

async function exists(server: pg.Client, name: string): Promise<boolean> {
  const found = await server.query('select 1 from pg_database where datname = $1', [name]);
  return found.rowCount === 1;
}
