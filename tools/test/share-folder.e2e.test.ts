import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { repoRoot } from '../src/local-stack/repo-root.ts';

jest.setTimeout(120_000);

/** A command of the clone, from its install step until its input ends. */
const command = `
import { ensureInstalled } from './bootstrap.mjs';
await ensureInstalled();
console.log('runs');
process.stdin.resume().on('end', () => process.exit());
`;

/** As `npm ci`: takes the packages away, then brings those of the lockfile, once the test lets it. */
const npm = `#!/usr/bin/env node
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
rmSync('node_modules', { recursive: true, force: true });
while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 20));
mkdirSync('node_modules/x', { recursive: true });
writeFileSync('node_modules/x/package.json', '{}');
cpSync('package-lock.json', 'node_modules/.package-lock.json');
`;

type Started = { child: ChildProcess; output: () => string; ended: Promise<number | null> };

describe('commands of one clone', () => {
  let clone: string;
  const started: Started[] = [];
  beforeEach(() => {
    clone = makeScratch('yuexin-clone-');
    for (const name of ['tools', 'bin']) mkdirSync(path.join(clone, name));
    for (const name of ['bootstrap.mjs', 'share-folder.mjs'])
      cpSync(path.join(repoRoot, 'tools', name), path.join(clone, 'tools', name));
    for (const name of ['start.mjs', 'test.mjs'])
      writeFileSync(path.join(clone, 'tools', name), command);
    writeFileSync(path.join(clone, 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(clone, 'bin/npm'), npm, { mode: 0o755 });
    lock('1.0.0');
  });
  afterEach(async () => {
    for (const { child, ended } of started.splice(0)) {
      child.kill('SIGKILL');
      await ended;
    }
    rmSync(clone, { recursive: true, force: true });
  });

  /** What the clone asks for from now on. */
  function lock(version: string): void {
    const packages = { '': {}, 'node_modules/x': { version } };
    writeFileSync(path.join(clone, 'package-lock.json'), JSON.stringify({ packages }));
  }
  const letNpmGo = (): void => writeFileSync(path.join(clone, 'go'), '');
  const callsOfNpm = (): number => {
    const file = path.join(clone, 'npm-calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').length : 0;
  };

  function run(name: 'start.mjs' | 'test.mjs'): Started {
    const child = spawn(process.execPath, [path.join(clone, 'tools', name)], {
      cwd: clone,
      env: { ...process.env, PATH: `${path.join(clone, 'bin')}:${process.env.PATH ?? ''}` },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const one = { child, output: () => Buffer.concat(chunks).toString('utf8'), ended };
    started.push(one);
    return one;
  }
  const runs = ({ output }: Started) =>
    eventually(() => expect(output()).toContain('runs\n'), { timeoutMs: 60_000 });

  test('when all is installed, then a second command takes nothing from under the first', async () => {
    letNpmGo();
    const first = run('start.mjs');
    await runs(first);
    const second = run('test.mjs');
    await runs(second);
    expect(callsOfNpm()).toBe(1);
  });

  test('when two begin at once in a fresh clone, then one installs and the other waits for it', async () => {
    const both = [run('start.mjs'), run('test.mjs')];
    await eventually(
      () => expect(both.map(({ output }) => output()).join('')).toMatch(/Waiting for (start|test)/),
      { timeoutMs: 60_000 },
    );
    letNpmGo();
    for (const one of both) await runs(one);
    expect(callsOfNpm()).toBe(1);
  });

  test('when other dependencies are asked for while a command runs, then the next says who is to be stopped, and nothing is taken away', async () => {
    letNpmGo();
    const first = run('start.mjs');
    await runs(first);
    lock('2.0.0');
    const second = run('test.mjs');
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`start.mjs (process ${first.child.pid ?? 0})`);
    expect(callsOfNpm()).toBe(1);
    expect(existsSync(path.join(clone, 'node_modules/x/package.json'))).toBe(true);

    first.child.stdin?.end();
    await first.ended;
    await runs(run('test.mjs'));
    expect(callsOfNpm()).toBe(2);
  });

  test('when a command was killed while it installed or ran, then the next waits for nobody', async () => {
    const first = run('start.mjs');
    await eventually(() => expect(callsOfNpm()).toBe(1), { timeoutMs: 60_000 });
    first.child.kill('SIGKILL');
    await first.ended;
    letNpmGo();
    const second = run('start.mjs');
    await runs(second);
    second.child.kill('SIGKILL');
    await second.ended;
    lock('2.0.0');
    await runs(run('test.mjs'));
  });
});
