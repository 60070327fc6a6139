import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createTestDatabase, uniquePrefix, type TestDatabase } from '@yuexin/testkit';
import { loadLocalSecrets } from '../src/local-stack/local-secrets.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { startStack, type Stack } from '../src/local-stack/start-stack.ts';

jest.setTimeout(120_000);

const dataRoot = makeScratch('yuexin-doctor-stack-');
const QUEUE_PREFIX = uniquePrefix();
let database: TestDatabase;
let stack: Stack;

beforeAll(async () => {
  database = await createTestDatabase({ isMigrated: false });
  stack = await startStack({
    ...{ root: repoRoot, dataRoot, databaseUrl: database.url, env: { QUEUE_PREFIX } },
    ports: { api: await freePort(), worker: await freePort(), simulator: await freePort() },
  });
  stack.failed.catch(() => undefined);
});
afterAll(async () => {
  await stack.stop();
  rmSync(dataRoot, { recursive: true, force: true });
  await database.drop();
});

type Run = { code: number; text: string };

/** As it ships, with nothing in its environment but what is given. */
function doctor(args: readonly string[], env: Record<string, string>): Promise<Run> {
  const entry = path.join(repoRoot, 'tools/dist/doctor.js');
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH ?? '', ...env } };
    execFile(process.execPath, [entry, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), text: stdout + stderr });
    });
  });
}

const rightEnv = (): Record<string, string> => ({
  ...{ DATABASE_URL: stack.databaseUrl, QUEUE_PREFIX, WECHAT_API_BASE_URL: stack.simulatorUrl },
  ...{ MASTER_KEY: loadLocalSecrets(dataRoot).masterKey, PUBLIC_URL: stack.apiUrl },
});

describe('npm run doctor', () => {
  test('beside a running stack nothing fails, and api, worker, queue and secrets are seen', async () => {
    const addresses = ['--api', stack.apiUrl, '--worker', stack.workerUrl];
    const { code, text } = await doctor(['--json', ...addresses], rightEnv());
    const { checks } = JSON.parse(text) as { checks: { check: string; status: string }[] };
    expect(checks.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(code).toBe(0);
    const well = new Set(checks.filter(({ status }) => status === 'ok').map(({ check }) => check));
    for (const check of [
      ...['Api', 'Worker', 'Processes', 'PUBLIC_URL', 'WeChat', 'PostgreSQL', 'Migrations'],
      ...['MASTER_KEY', 'Queue in PostgreSQL', 'Queue and database', 'Configuration'],
    ])
      expect(well).toContain(check);
  });

  test('for people it is a line for each, and a count at the end', async () => {
    const { code, text } = await doctor([], rightEnv());
    expect(code).toBe(0);
    expect(text).toMatch(/^ok +Migrations +All of this version are there\.$/m);
    expect(text).toMatch(/\n\n\d+ looked at, 0 failed, \d+ to be warned of, \d+ not seen\.\n$/);
  });

  test('an environment that is wrong ends with 1, names each variable and tells no secret', async () => {
    const { code, text } = await doctor([], {
      ...{ DATABASE_URL: 'mysql://u:s3cret@nowhere/x', MASTER_KEY: 's3cret-key', API_PORT: 'many' },
      WECHAT_API_BASE_URL: stack.simulatorUrl,
    });
    expect(code).toBe(1);
    for (const name of ['DATABASE_URL', 'MASTER_KEY', 'API_PORT']) expect(text).toContain(name);
    expect(text).not.toContain('s3cret');
  });

  test('an option that it does not know is said, and ends with 1', async () => {
    const { code, text } = await doctor(['--jsn'], rightEnv());
    expect(code).toBe(1);
    expect(text).toContain('--jsn');
  });
});
