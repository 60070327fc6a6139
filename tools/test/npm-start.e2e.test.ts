import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { freePort } from '../src/local-stack/ports.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';

jest.setTimeout(120_000);

/** Runs what `npm start` runs, with data and ports of its own. */
describe('npm start', () => {
  let dataRoot: string;
  let env: Record<string, string>;
  const started: ChildProcess[] = [];
  beforeAll(async () => {
    dataRoot = makeScratch('yuexin-start-');
    env = {
      YUEXIN_DATA_DIR: dataRoot,
      API_PORT: String(await freePort()),
      WORKER_PORT: String(await freePort()),
      SIMULATOR_PORT: String(await freePort()),
    };
  });
  afterEach(async () => {
    for (const child of started.splice(0)) await leave(child, 'SIGTERM');
  });
  afterAll(() => rmSync(dataRoot, { recursive: true, force: true }));

  function start(): { child: ChildProcess; output: () => string } {
    const hidden = ['DATABASE_URL', 'QUEUE_URL', 'LANG'];
    const rest = Object.entries(process.env).filter(([name]) => !hidden.includes(name));
    const child = spawn(
      process.execPath,
      [path.join(repoRoot, 'tools/dist/start.js'), 'start.mjs'],
      {
        env: { ...Object.fromEntries(rest), ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    started.push(child);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    return { child, output: () => Buffer.concat(chunks).toString('utf8') };
  }

  async function leave(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  }

  const runs = (output: () => string): Promise<unknown> =>
    eventually(() => expect(output()).toContain('Yuexin runs'), { timeoutMs: 60_000 });

  function processesOfOurs(): string[] {
    return readdirSync('/proc').filter((entry) => {
      if (!/^\d+$/.test(entry)) return false;
      try {
        const about = readFileSync(`/proc/${entry}/cmdline`, 'utf8');
        const itsEnv = readFileSync(`/proc/${entry}/environ`, 'utf8');
        return about.includes(dataRoot) || itsEnv.includes(dataRoot);
      } catch {
        return false;
      }
    });
  }

  test('is ready, prints a curl that works, and Ctrl-C leaves no process behind', async () => {
    const { child, output } = start();
    await runs(output);
    const key = /Caller's API key\s+(\S+)/.exec(output())?.[1] ?? '';
    const pushed = await callJson<{ state: string }>(`http://127.0.0.1:${env.API_PORT}/v1/pushes`, {
      key,
      body: {
        appId: freightApp.appId,
        templateId: goodsTemplate.templateId,
        to: { phone: '+8613800000000' },
        onUnknownRecipient: 'park',
        data: { thing1: '【广州】-->【上海】', thing2: '钢材 32 吨' },
        bizId: 'kept',
      },
    });
    expect(pushed.state).toBe('parked');
    expect(await leave(child, 'SIGINT')).toBe(0);
    expect(output()).toContain('Stopped.');
    expect(processesOfOurs()).toEqual([]);
  });

  test('keeps its data between runs, and a second one names who holds the port', async () => {
    const first = start();
    await runs(first.output);
    const key = /Caller's API key\s+(\S+)/.exec(first.output())?.[1] ?? '';
    const kept = await callJson<{ data: unknown[] }>(
      `http://127.0.0.1:${env.API_PORT}/v1/pushes?bizId=kept`,
      { key },
    );
    expect(kept.data).toHaveLength(1);
    const second = start();
    const code = await new Promise((resolve) => second.child.once('exit', resolve));
    expect(code).toBe(1);
    expect(second.output()).toMatch(/Port \d+ is held by .*main\.js.* \(pid \d+\)/);
    expect((await fetch(`http://127.0.0.1:${env.API_PORT}/readyz`)).status).toBe(200);
  });

  test('a child that crashes is named, and everything else is stopped', async () => {
    const { child, output } = start();
    await runs(output);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    process.kill(pidOf('worker'), 'SIGKILL');
    expect(await ended).toBe(1);
    expect(output()).toContain('worker ended by itself (SIGKILL)');
    expect(processesOfOurs()).toEqual([]);
  });

  test('a PostgreSQL that crashes is named, and everything else is stopped', async () => {
    const { child, output } = start();
    await runs(output);
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const [pid] = readFileSync(path.join(dataRoot, 'postgres', 'postmaster.pid'), 'utf8').split(
      '\n',
    );
    process.kill(Number(pid), 'SIGKILL');
    expect(await ended).toBe(1);
    expect(output()).toContain('PostgreSQL ended by itself');
    expect(processesOfOurs()).toEqual([]);
  });

  test('when the database was made anew, then the key that is printed works', async () => {
    rmSync(path.join(dataRoot, 'postgres'), { recursive: true });
    const { child, output } = start();
    await runs(output);
    const key = /Caller's API key\s+(\S+)/.exec(output())?.[1] ?? '';
    const pushes = await callJson<{ data: unknown[] }>(
      `http://127.0.0.1:${env.API_PORT}/v1/pushes`,
      { key },
    );
    expect(pushes.data).toEqual([]);
    expect(await leave(child, 'SIGINT')).toBe(0);
  });

  test('data of another local.json is named at once, and no PostgreSQL is left behind', async () => {
    const file = path.join(dataRoot, 'local.json');
    const kept = readFileSync(file, 'utf8');
    rmSync(file);
    const { child, output } = start();
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(1);
    expect(output()).toContain('belongs to another .data/local.json');
    expect(processesOfOurs()).toEqual([]);
    writeFileSync(file, kept);
  });

  test('after a kill -9 the services go by themselves and the next start adopts PostgreSQL', async () => {
    const first = start();
    await runs(first.output);
    await leave(first.child, 'SIGKILL');
    await eventually(() => expect(servicesAlive()).toEqual([]), { timeoutMs: 30_000 });
    const second = start();
    await runs(second.output);
    expect(second.output()).toContain('took it over');
    expect(await leave(second.child, 'SIGHUP')).toBe(0);
    // What was taken over is nobody's child: its end is seen a moment later.
    await eventually(() => expect(processesOfOurs()).toEqual([]), { timeoutMs: 30_000 });
    expect(existsSync(path.join(dataRoot, 'postgres', 'postmaster.pid'))).toBe(false);
  });

  function pidOf(service: string): number {
    const found = processesOfOurs().find((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`services/${service}/dist/main.js`),
    );
    return Number(found);
  }

  function servicesAlive(): string[] {
    return processesOfOurs().filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/dist/main.js');
      } catch {
        return false;
      }
    });
  }
});
