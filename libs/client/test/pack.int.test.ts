import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { openScriptedApi, problem } from '../src/test-support/open-scripted-api.ts';

jest.setTimeout(120_000);

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');
const repoRoot = path.join(root, '../..');

/** An ES module, CommonJS, and one without what only Node has. */
const scripts = ['use.mjs', 'use.cjs', 'use-edge.cjs'];

type Packed = { filename: string; files: { path: string }[] };

/** What a team gets that installs the package: packed by npm, in a project with nothing else in it. */
describe('the packed client', () => {
  let project: string;
  let packed: Packed;
  const npm = (cwd: string, ...args: string[]) =>
    run('npm', args, { cwd, maxBuffer: 64 * 1024 * 1024 });
  beforeAll(async () => {
    project = mkdtempSync(path.join(tmpdir(), 'yuexin-pack-'));
    const { stdout } = await npm(root, 'pack', '--json', '--pack-destination', project);
    packed = (JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as Packed[])[0]!;
    writeFileSync(path.join(project, 'package.json'), '{ "name": "empty", "private": true }');
    await npm(project, 'install', '--offline', '--no-audit', '--no-fund', `./${packed.filename}`);
    for (const file of scripts) take(file, file);
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  function take(from: string, to: string): void {
    copyFileSync(path.join(root, 'test/consumer', from), path.join(project, to));
  }

  test('brings its builds and sources, no tests, and no package beside it', () => {
    const files = packed.files.map((file) => file.path);
    expect(files).toEqual(
      expect.arrayContaining([
        ...['dist/index.js', 'dist/index.d.ts', 'dist/cjs/index.js', 'dist/cjs/package.json'],
        ...['src/index.ts', 'package.json', 'README.md', 'LICENSE'],
      ]),
    );
    expect(files.filter((file) => /test|tsbuildinfo/.test(file))).toEqual([]);
    const lock = JSON.parse(readFileSync(path.join(project, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, unknown>;
    };
    expect(Object.keys(lock.packages)).toEqual(['', 'node_modules/@yuexin/client']);
  });

  test.each(scripts)('calls, errors and callbacks work from %s', async (script) => {
    const api = await openScriptedApi();
    const created = { status: 202, json: {} };
    api.answer({ json: { state: 'sent' } }, problem('not-found', { status: 404 }), created);
    const env = { ...process.env, API_URL: api.url, NODE_OPTIONS: '' };
    const { stdout } = await run(process.execPath, [script], { cwd: project, env }).finally(() =>
      api.close(),
    );
    expect(stdout).toBe('sent true push.sent\n');
  });

  test.each([
    [
      'Node, ESM and CommonJS',
      ['mts', 'cts'],
      { module: 'NodeNext', types: ['node'], lib: ['ES2022'] },
    ],
    ['a bundler', ['ts'], { module: 'ESNext', moduleResolution: 'Bundler', types: [] }],
  ])('its types hold in %s, declarations checked too', async (_where, endings, options) => {
    const folder = path.join(project, endings.join('-'));
    mkdirSync(folder);
    const files = endings.map((ending) => `typed-calls.${ending}`);
    for (const file of files) take('typed-calls.ts', path.join(path.basename(folder), file));
    const compilerOptions = {
      ...{ target: 'ES2022', strict: true, skipLibCheck: false, noEmit: true },
      typeRoots: [path.join(repoRoot, 'node_modules/@types')],
      ...options,
    };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const tsc = path.join(repoRoot, 'node_modules/typescript/bin/tsc');
    const compiled = run(process.execPath, [tsc, '-p', folder]);
    const said = await compiled.catch((error: unknown) => error as { stdout: string });
    expect(said.stdout).toBe('');
  });
});
