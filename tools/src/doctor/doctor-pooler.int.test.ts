import { rmSync } from 'node:fs';
import { afterAll, afterEach, describe, expect, jest, test } from '@jest/globals';
import { migrateQueue } from '@yuexin/queue';
import { openStorage } from '@yuexin/storage';
import { createTestStorage, testMasterKey } from '@yuexin/testkit';
import { makeScratch } from '../local-stack/make-scratch.ts';
import { createPgbouncerProcess, type PgbouncerProcess } from '../local-stack/pgbouncer-process.ts';
import { freePort } from '../local-stack/ports.ts';
import { findProgram } from '../test-servers/install-with-apt.ts';
import type { Finding } from './finding.ts';
import { runDoctor } from './run-doctor.ts';

jest.setTimeout(60_000);

/** Without PgBouncer left out; with CI=true it runs and fails. */
const describePgbouncer =
  findProgram(['pgbouncer']) !== null || process.env.CI === 'true' ? describe : describe.skip;

const { testDatabase } = await createTestStorage();
await migrateQueue({ url: testDatabase.url });
const scratch = makeScratch('yuexin-pooler-');
let pooler: PgbouncerProcess | null = null;

async function startPooler(settings: Record<string, string> = {}): Promise<string> {
  pooler = createPgbouncerProcess({
    ...{ port: await freePort(), folder: scratch, databaseUrl: testDatabase.url, settings },
  });
  await pooler.start();
  return pooler.url;
}
afterEach(async () => {
  await pooler?.close();
  pooler = null;
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function examine(env: Record<string, string>): Promise<(check: string) => Finding[]> {
  const findings = await runDoctor({
    env: {
      QUEUE_URL: testDatabase.url,
      MASTER_KEY: testMasterKey.toString('base64'),
      WECHAT_API_BASE_URL: 'http://127.0.0.1:9',
      ...env,
    },
    options: { apiUrls: [], workerUrls: [] },
  });
  return (check) => findings.filter((finding) => finding.check === check);
}
const statuses = (findings: readonly Finding[]) => findings.map(({ status }) => status);

describePgbouncer('behind PgBouncer in transaction mode', () => {
  test('as it is shipped and told of, then it is seen, its size is known, and it is well', async () => {
    const found = await examine({
      ...{ DATABASE_URL: await startPooler(), DATABASE_POOLER: 'transaction' },
    });
    expect(found('Pooler')).toEqual([
      expect.objectContaining({
        status: 'ok',
        detail: expect.stringMatching(
          /^PgBouncer 1\.\d+.* in transaction mode, with 30 .* 1000\.$/,
        ),
      }),
    ]);
    expect(statuses(found('Pooler: limits'))).toEqual(['ok']);
    expect(statuses(found('Connections'))).toEqual(['ok']);
    expect(statuses(found('MASTER_KEY'))).toEqual(['ok']);
  });

  test('not told of, then it fails and says what to set', async () => {
    const found = await examine({ DATABASE_URL: await startPooler() });
    expect(found('Pooler')).toEqual([
      expect.objectContaining({
        status: 'failed',
        todo: 'Set DATABASE_POOLER=transaction on api and worker.',
      }),
    ]);
    const limits = 'statement_timeout,lock_timeout,idle_in_transaction_session_timeout';
    await pooler?.close();
    const lenient = await examine({
      DATABASE_URL: await startPooler({ ignore_startup_parameters: limits }),
    });
    expect(lenient('Pooler')[0]).toMatchObject({
      status: 'failed',
      detail: 'It lends connections for one transaction and keeps no named statements.',
    });
  });

  test('in session mode it is no pooler that anybody must be told of', async () => {
    const limits = 'statement_timeout,lock_timeout,idle_in_transaction_session_timeout';
    const found = await examine({
      DATABASE_URL: await startPooler({
        ...{ pool_mode: 'session', ignore_startup_parameters: limits },
      }),
    });
    expect(found('Pooler')[0]).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('in session mode'),
    });
  });

  test('told of where nothing stands between, then that is a warning', async () => {
    const found = await examine({
      ...{ DATABASE_URL: testDatabase.url, DATABASE_POOLER: 'transaction' },
      QUEUE_URL: testDatabase.url.replace('127.0.0.1', 'localhost'),
    });
    expect(statuses(found('Pooler'))).toEqual(['warning']);
  });

  test('a queue that would listen through it fails', async () => {
    const url = await startPooler();
    const found = await examine({
      ...{ DATABASE_URL: testDatabase.url, QUEUE_URL: url },
    });
    expect(found('Queue in PostgreSQL')[0]).toMatchObject({
      status: 'failed',
      detail: expect.stringContaining('LISTEN is not heard'),
    });
  });

  test('too narrow, then doctor and the start of a process warn with the figures', async () => {
    const url = await startPooler({ default_pool_size: '4', max_client_conn: '8' });
    const env = { DATABASE_URL: url, DATABASE_POOLER: 'transaction' };
    const found = await examine(env);
    expect(found('Connections').map(({ status, detail }) => [status, detail])).toEqual([
      [
        'warning',
        'The pooler lends 4 connections to all processes together, and a single one may want 10.',
      ],
      ['warning', 'The pooler takes 8 connections, and this process may want 10.'],
    ]);

    const lines: string[] = [];
    const storage = openStorage({
      ...{ databaseUrl: url, poolMax: 10, pooler: 'transaction', masterKeys: [testMasterKey] },
      applicationName: 'yuexin-test',
      logger: { info: () => undefined, warn: (line: string) => lines.push(line) },
    });
    await storage.tellConnectionWorries();
    expect(lines).toEqual([
      expect.stringContaining('raise default_pool_size'),
      expect.stringContaining('raise max_client_conn'),
    ]);
    await storage.close();
  });

  test('when it tells nothing of itself, then what it lends is not judged', async () => {
    const url = await startPooler({ stats_users: 'somebody' });
    const found = await examine({ DATABASE_URL: url, DATABASE_POOLER: 'transaction' });
    expect(found('Pooler')[0]).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('in transaction mode'),
    });
    expect(statuses(found('Connections'))).toEqual(['skipped']);
  });
});
