import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createTestDatabase, eventually, type TestDatabase } from '@yuexin/testkit';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';
import { readCodeBlocks } from './support/read-code-blocks.ts';

jest.setTimeout(180_000);

const [first = '', ...others] = readCodeBlocks('getting-started.md');

/** A newcomer who types what the page says: its first block in one terminal, the others in a second. */
describe('docs/getting-started.md', () => {
  let folder: string;
  let database: TestDatabase;
  let terminal: ChildProcess;
  const ports = { api: 0, worker: 0, simulator: 0, receiver: 0 };
  const said: string[] = [];
  beforeAll(async () => {
    folder = makeScratch('yuexin-newcomer-');
    database = await createTestDatabase({ isMigrated: false });
    for (const name of ['api', 'worker', 'simulator', 'receiver'] as const)
      ports[name] = await freePort();
    // The page is read in the folder of the clone.
    symlinkSync(path.join(repoRoot, 'node_modules'), path.join(folder, 'node_modules'));
    terminal = spawn('bash', ['-c', `exec env ${first.trim()}`], {
      cwd: repoRoot,
      // A group of its own: what npm starts is stopped with it.
      detached: true,
      env: {
        ...process.env,
        ...{ YUEXIN_DATA_DIR: path.join(folder, '.data'), DATABASE_URL: database.url },
        ...{ API_PORT: String(ports.api), WORKER_PORT: String(ports.worker) },
        ...{ SIMULATOR_PORT: String(ports.simulator), QUEUE_URL: database.url },
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [terminal.stdout, terminal.stderr])
      stream?.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
    await eventually(() => expect(said.join('')).toContain('Yuexin runs'), { timeoutMs: 120_000 });
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => terminal.once('exit', resolve));
    process.kill(-(terminal.pid ?? 0), 'SIGINT');
    await ended;
    await database.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Only the addresses are others: a test has no right to the usual ports. */
  const here = (code: string): string =>
    code
      .replaceAll('localhost:3000', `localhost:${String(ports.api)}`)
      .replaceAll('localhost:3900', `localhost:${String(ports.simulator)}`)
      .replaceAll('PORT=4000', `PORT=${String(ports.receiver)}`);

  test('says to start, then its commands work as they stand and end with three messages on the phone and a verified callback', async () => {
    expect(first).toBe('npm start\n');
    expect(others.length).toBeGreaterThan(8);
    const script = ['set -euo pipefail', ...others, 'echo "openid=$OPENID"'].map(here).join('\n');
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: folder });
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line === 'sent')).toHaveLength(2);
    expect(lines).toContain('would-park');
    expect(lines.filter((line) => line.startsWith('push.confirmed '))).toHaveLength(1);
    const openid = /openid=(\S+)/.exec(stdout)?.[1] ?? '';
    const phone = `http://localhost:${String(ports.simulator)}/_sim/messages?openid=${openid}`;
    const { data } = await callJson<{ data: unknown[] }>(phone);
    expect(data).toHaveLength(3);
  });

  test('says the same commands in Chinese', () => {
    expect(readCodeBlocks('getting-started.zh-CN.md')).toEqual([first, ...others]);
  });
});
