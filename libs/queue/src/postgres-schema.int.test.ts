import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTestDatabase, eventually, type TestDatabase } from '@yuexin/testkit';
import { Client } from 'pg';
import { createQueueHub } from './create-queue-hub.ts';
import { migrateQueue } from './migrate-queue.ts';
import type { QueueHub } from './queue-hub.ts';
import { queueSchemaProblem } from './queue-schema-problem.ts';
import { createMemoryLogger } from './test-support/memory-logger.ts';
import { newPushJob, recordingHandler } from './test-support/push-jobs.ts';

const appId = 'wxschema';

describe('the schema of the queue on PostgreSQL', () => {
  let database: TestDatabase;
  let hub: QueueHub | undefined;

  const ask = async <Row extends object>(sql: string): Promise<Row[]> => {
    const client = new Client(database.url);
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  };

  beforeEach(async () => {
    database = await createTestDatabase({ isMigrated: false });
  });
  afterEach(async () => {
    await hub?.close();
    hub = undefined;
    await database.drop();
  });

  test('when four processes migrate at once, then all succeed and the schema is current', async () => {
    const { url } = database;
    expect(await queueSchemaProblem({ url })).toMatch(/missing.*npm run migrate/);
    await Promise.all(Array.from({ length: 4 }, () => migrateQueue({ url })));
    await migrateQueue({ url });
    expect(await queueSchemaProblem({ url })).toBeNull();
    const tables = await ask<{ schema: string }>(
      `select distinct table_schema as schema from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    expect(tables).toEqual([{ schema: 'bullmq' }]);
  });

  test('when the schema is behind, or the table of markers is missing, then the problem says what to run', async () => {
    const { url } = database;
    await migrateQueue({ url });
    await ask('delete from bullmq.migration where version > 3');
    expect(await queueSchemaProblem({ url })).toMatch(/version 3.*npm run migrate/);
    await ask('drop schema bullmq cascade');
    await migrateQueue({ url });
    await ask('drop table bullmq.yuexin_marker');
    expect(await queueSchemaProblem({ url })).toMatch(/marker table.*npm run migrate/);
    await migrateQueue({ url });
    expect(await queueSchemaProblem({ url })).toBeNull();
  });

  test('when a newer release has migrated it beyond us, then the problem says so', async () => {
    const { url } = database;
    await migrateQueue({ url });
    await ask(`insert into bullmq.migration values (99, '0099_future', 7)`);
    expect(await queueSchemaProblem({ url })).toMatch(/7/);
  });

  test('the markers are emptied by every crash, since commits of the queue do not wait for the disk', async () => {
    await migrateQueue({ url: database.url });
    expect(
      await ask(`select relpersistence from pg_class where oid = 'bullmq.yuexin_marker'::regclass`),
    ).toEqual([{ relpersistence: 'u' }]);
  });

  test('when a hub is started before the migration, then it waits, says for what, and then works', async () => {
    const { url } = database;
    const logger = createMemoryLogger();
    const started = createQueueHub({ queueUrl: url, prefix: null, logger });
    hub = started;
    const isReady = started.ready();
    const job = newPushJob();
    const { seen, handler } = recordingHandler();
    await eventually(() =>
      expect(logger.lines).toContainEqual(
        expect.objectContaining({
          message: 'waiting for the queue',
          fields: expect.objectContaining({
            problem: expect.stringMatching(/npm run migrate/),
          }) as unknown,
        }),
      ),
    );
    expect(await started.tryAddPushes(appId, [job])).toBe(false);
    expect(started.boardQueues([appId])).toEqual([]);
    await expect(started.consumePushes(appId, handler, { concurrency: 1 })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await migrateQueue({ url });
    await isReady;
    await started.consumePushes(appId, handler, { concurrency: 1 });
    expect(await started.tryAddPushes(appId, [job])).toBe(true);
    await eventually(() => expect(seen).toHaveLength(1));
    expect(JSON.stringify(logger.lines)).not.toContain('postgres:postgres');
  }, 20_000);

  test('when the schema vanishes under a running consumer, then it stops asking, and works again after a migration', async () => {
    const { url } = database;
    await migrateQueue({ url });
    const logger = createMemoryLogger();
    const running = createQueueHub({ queueUrl: url, prefix: null, logger });
    hub = running;
    await running.ready();
    const { seen, handler } = recordingHandler();
    const consumer = await running.consumePushes(appId, handler, { concurrency: 2 });
    await running.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(1));
    await ask('drop schema bullmq cascade');
    await eventually(() => expect(consumer.isRunning()).toBe(false));
    await migrateQueue({ url });
    await running.ready();
    await running.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(2), { timeoutMs: 15_000 });
  }, 30_000);

  test('when every connection is ended by the server, then a waiting consumer is still woken at once', async () => {
    const { url } = database;
    await migrateQueue({ url });
    const running = createQueueHub({ queueUrl: url, prefix: null, logger: createMemoryLogger() });
    hub = running;
    await running.ready();
    const { seen, handler } = recordingHandler();
    const consumer = await running.consumePushes(appId, handler, { concurrency: 2 });
    await running.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(1));
    await ask(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await eventually(
      async () => {
        const listening = await ask(
          `select 1 from pg_stat_activity where application_name = 'push-${appId}'
         and datname = current_database()`,
        );
        expect(listening).toHaveLength(1);
        expect(consumer.isRunning()).toBe(true);
      },
      { timeoutMs: 10_000 },
    );
    await eventually(() => running.isAvailable(), { timeoutMs: 5000 });
    await running.addPushes(appId, [newPushJob()]);
    await eventually(() => expect(seen).toHaveLength(2), { timeoutMs: 4000 });
  }, 30_000);

  test('for Redis there is nothing to migrate and nothing to complain of', async () => {
    const url = 'redis://127.0.0.1:1';
    await migrateQueue({ url });
    expect(await queueSchemaProblem({ url })).toBeNull();
    await expect(migrateQueue({ url: 'mysql://user:secret@host/db' })).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.not.stringContaining('secret') as unknown,
    });
  });
});
