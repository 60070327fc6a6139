import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@yuexin/testkit';
import pg from 'pg';
import { benchTemplate } from '../upstream/bench-template.ts';
import { seedHistory } from './seed-history.ts';

describe('a past of 1,000 pushes', () => {
  let database: TestDatabase;
  let sql: pg.Pool;
  beforeAll(async () => {
    database = await createTestDatabase();
    sql = new pg.Pool({ connectionString: database.url, max: 2 });
    await sql.query("insert into apps (app_id, name, secret_cipher) values ('wx1', 'x', '')");
    await seedHistory({ sql, appId: 'wx1', pushes: 1_000, say: () => undefined });
  });
  afterAll(async () => {
    await sql.end();
    await database.drop();
  });

  const count = async (query: string): Promise<number> => {
    const { rows } = await sql.query<{ count: number }>(
      `select count(*)::integer as count ${query}`,
    );
    return rows[0]?.count ?? -1;
  };

  test('has as many ended pushes and spent grants, and half as many attempts, each of a user that is there', async () => {
    const users = 'join users u on u.id = x.user_id';
    expect(await count(`from pushes x ${users} where state = 'sent' and ended_at < now()`)).toBe(
      1_000,
    );
    expect(await count(`from grants x ${users} where state = 'spent'`)).toBe(1_000);
    expect(await count(`from attempts x ${users} join pushes p on p.attempt_id = x.id`)).toBe(500);
    expect(await count(`from grants g join pushes p on p.grant_id = g.id`)).toBe(1_000);
    expect(await count(`from pushes where template_id = '${benchTemplate.priTmplId}'`)).toBe(1_000);
  });

  test('has ids that grow with time, none of the future', async () => {
    expect(await count('from pushes where id < uuid_v7_floor(created_at)')).toBe(0);
    expect(await count('from pushes where id >= uuid_v7_floor(now())')).toBe(0);
  });

  test('leaves nothing open, so that the sweeps have nothing to do with it', async () => {
    expect(await count("from pushes where state not in ('sent')")).toBe(0);
    expect(await count("from grants where state = 'available'")).toBe(0);
  });

  test('leaves statistics behind', async () => {
    const { rows } = await sql.query<{ reltuples: number }>(
      "select reltuples from pg_class where relname = 'pushes'",
    );
    expect(rows[0]?.reltuples).toBe(1_000);
  });
});
