import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { migrate } from '@yuexin/storage';
import { createTestDatabase, eventually } from '@yuexin/testkit';
import { makeScratch } from '../local-stack/make-scratch.ts';
import { createPgbouncerProcess, type PgbouncerProcess } from '../local-stack/pgbouncer-process.ts';
import { freePort } from '../local-stack/ports.ts';
import { findProgram } from '../test-servers/install-with-apt.ts';

jest.setTimeout(60_000);

/** Without PgBouncer left out; with CI=true it runs and fails. */
const describePgbouncer =
  findProgram(['pgbouncer']) !== null || process.env.CI === 'true' ? describe : describe.skip;

const database = await createTestDatabase({ isMigrated: false });
const scratch = makeScratch('yuexin-migrate-pooler-');
let pooler: PgbouncerProcess;
const lines: string[] = [];
const note = (line: string) => lines.push(line);
const run = () => migrate({ databaseUrl: pooler.url, logger: { info: note, warn: note } });

const isValid = async (name: string) =>
  (
    await database.read<{ is: boolean }>(
      `select indisvalid as is from pg_index where indexrelid = to_regclass('${name}')`,
    )
  )[0]?.is;

describePgbouncer('npm run migrate through PgBouncer in transaction mode', () => {
  beforeAll(async () => {
    // A single connection to lend would be too few for the lock and the work of two.
    pooler = createPgbouncerProcess({
      ...{ port: await freePort(), folder: scratch, databaseUrl: database.url },
      settings: { default_pool_size: '4' },
    });
    await pooler.start();
  });
  afterAll(async () => {
    await pooler.close();
    await database.drop();
    rmSync(scratch, { recursive: true, force: true });
  });

  test('when three run at once, then one does the work, and none is left with the lock', async () => {
    const results = await Promise.all([run(), run(), run()]);
    expect(results.filter(({ migrations }) => migrations.length > 0)).toHaveLength(1);
    expect(lines).toContain('Another process is migrating this database; waiting for it.');
    expect(await isValid('pushes_dead_causes')).toBe(true);
    expect(await run()).toEqual({ migrations: [], functionFiles: [] });
  });

  test('when the one at work is lost in the middle of an index build, then the next goes on', async () => {
    await database.run('drop index pushes_dead_causes');
    await database.run(
      `insert into pushes (id, app_id, template_id, caller_id, data, lang, miniprogram_state, on_no_grant,
         on_unconfirmed, ttl_seconds, state, due_at, expires_at)
       select gen_random_uuid(), 'wx-1', 'tpl-1', gen_random_uuid(), '{}', 'zh_CN', 'formal', 'park', 'reconcile', 60, 'dead', now(), now()`,
    );
    const release = await database.hold(`update pushes set page = 'x'`);
    const first = run().catch((error: unknown) => error);
    await eventually(async () => (await isValid('pushes_dead_causes')) === false);
    await pooler.kill();
    expect(await first).toMatchObject({ code: 'unavailable' });
    await pooler.start();
    const second = run();
    await release();
    await second;
    expect(await isValid('pushes_dead_causes')).toBe(true);
  });
});
