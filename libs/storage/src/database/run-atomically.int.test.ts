import { describe, expect, it } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { AppEntity } from '../entities/app.entity.ts';
import { insertRow } from '../test-support/insert-rows.ts';
import { openTestCore } from '../test-support/open-test-core.ts';
import { openDatabase } from './open-database.ts';
import { readSqlState } from './map-database-error.ts';
import { recordLog } from '../test-support/record-log.ts';

const { core, testDatabase } = await openTestCore({ poolMax: 2 });
const { database } = core;

const rename = (inside: Pick<typeof database, 'entities'>, appId: string, name: string) =>
  inside.entities((manager) => manager.update(AppEntity, { appId }, { name }));
const insertApp = (appId: string) =>
  insertRow(core, 'apps', { app_id: appId, name: 'as it was', secret_cipher: Buffer.from('x') });
const nameOf = async (appId: string) =>
  (await database.query<{ name: string }>('select name from apps where app_id = $1', [appId]))[0]
    ?.name;

describe('work done atomically', () => {
  it('when it resolves, then what SQL and TypeORM did is there; until then nobody else sees it', async () => {
    await insertApp('wx-both');
    await database.atomically(async (inside) => {
      await rename(inside, 'wx-both', 'by TypeORM');
      await inside.query("update apps set name = name || ' and SQL' where app_id = 'wx-both'");
      expect(await nameOf('wx-both')).not.toContain('TypeORM');
    });
    expect(await nameOf('wx-both')).toBe('by TypeORM and SQL');
  });

  it.each([
    ['the work', () => Promise.reject(new Error('no'))],
    ['a statement', (inside: typeof database) => inside.query('select 1/0')],
    [
      'TypeORM',
      (inside: typeof database) => inside.entities((manager) => manager.query('select 1/0')),
    ],
  ])('when %s fails, then nothing of either way stays', async (_who, fail) => {
    await insertApp('wx-undone');
    const failing = database.atomically(async (inside) => {
      await rename(inside, 'wx-undone', 'changed');
      await inside.query("update apps set name = name || '!' where app_id = 'wx-undone'");
      await inside.transaction((query) => query("delete from apps where app_id = 'wx-undone'"));
      await fail(inside as typeof database);
    });
    await expect(failing).rejects.toMatchObject({ code: expect.any(String) });
    expect(await nameOf('wx-undone')).toBe('as it was');
    await database.query("delete from apps where app_id = 'wx-undone'");
  });

  it('when a statement was refused, then whoever tries again is told why', async () => {
    const errors: unknown[] = [];
    const failing = database.atomically(async (inside) => {
      for (const statement of ['select 1/0', 'select 1'])
        await inside.query(statement).catch((error: unknown) => errors.push(error));
      throw errors[0] as Error;
    });
    await expect(failing).rejects.toBeInstanceOf(Error);
    expect(errors.map(readSqlState)).toEqual(['22012', '22012']);
  });

  it('when its connection dies, then it is unavailable, and the pool serves on', async () => {
    const lost = openDatabase({
      ...{ databaseUrl: testDatabase.url, poolMax: 1, applicationName: 'yuexin-atomic' },
      logger: recordLog().logger,
    });
    const isAsleep = "application_name = 'yuexin-atomic' and state = 'active'";
    for (const sleep of [
      (inside: typeof database) => inside.query('select pg_sleep(30)'),
      (inside: typeof database) =>
        inside.entities((manager) => manager.query('select pg_sleep(30)')),
    ]) {
      const outcome = lost
        .atomically((inside) => sleep(inside as typeof database))
        .catch((error: unknown) => error);
      await eventually(async () => {
        const killed = await database.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where ${isAsleep}`,
        );
        expect(killed).toHaveLength(1);
      });
      expect(await outcome).toMatchObject({ code: 'unavailable' });
      expect(await lost.query('select 1 as one')).toEqual([{ one: 1 }]);
    }
    await lost.close();
  });
});
