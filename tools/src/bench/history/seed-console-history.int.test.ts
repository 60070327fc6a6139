import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@yuexin/testkit';
import pg from 'pg';
import { benchTemplate } from '../upstream/bench-template.ts';
import { seedConsoleHistory } from './seed-console-history.ts';

const pushes = 4_000;

describe('a past of pushes in all states', () => {
  let database: TestDatabase;
  let sql: pg.Pool;
  let users: number;
  beforeAll(async () => {
    database = await createTestDatabase();
    sql = new pg.Pool({ connectionString: database.url, max: 2 });
    await sql.query("insert into apps (app_id, name, secret_cipher) values ('wx1', 'x', '')");
    await sql.query(
      `insert into templates (app_id, template_id, title, kind, content, keywords) values ('wx1', $1, 'x', 'one-time', '', '[]')`,
      [benchTemplate.priTmplId],
    );
    const say = (): void => undefined;
    ({ users } = await seedConsoleHistory({ sql, appId: 'wx1', pushes, say }));
  }, 60_000);
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

  test('has as many of each state as it says', async () => {
    const { rows } = await sql.query<{ state: string; count: number }>(
      'select state, count(*)::integer as count from pushes group by state',
    );
    const counted = Object.fromEntries(rows.map(({ state, count: of }) => [state, of]));
    expect(counted).toEqual({
      ...{ dead: 400, parked: 120, expired: 120, cancelled: 40, queued: 40 },
      ...{ scheduled: 20, retrying: 20, unconfirmed: 10, sent: 3_230 },
    });
  });

  test('belongs to users that are there, each with pushes in several states', async () => {
    expect(await count('from pushes p join users u on u.id = p.user_id')).toBe(pushes);
    expect(await count('from users')).toBe(users);
    const states = 'select count(distinct state) as states from pushes group by user_id';
    expect(await count(`from (${states}) x where states < 2`)).toBe(0);
  });

  test('hangs together: attempts, grants, events and callbacks are those of pushes', async () => {
    expect(await count('from attempts a join pushes p on p.attempt_id = a.id')).toBe(
      400 + 3_230 + 10 + 20,
    );
    expect(
      await count(`from grants g join pushes p on p.grant_id = g.id and g.push_id = p.id`),
    ).toBe(3_240);
    expect(await count('from sent_event_items i join attempts a on a.id = i.attempt_id')).toBe(
      3_230,
    );
    expect(await count('from callbacks c join webhook_endpoints e on e.id = c.endpoint_id')).toBe(
      await count('from callbacks'),
    );
    expect(await count('from audience_recipients r join pushes p on p.id = r.push_id')).toBe(
      pushes,
    );
  });
});
