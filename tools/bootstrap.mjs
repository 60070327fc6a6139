/**
 * What a fresh clone needs before anything else can run: dependencies and built code.
 * Plain JavaScript without imports from npm, since it is what brings them.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamps = path.join(root, 'node_modules', '.yuexin');

/** Ends with one sentence on a Node.js that is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Yuexin needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Runs `npm ci` unless node_modules holds what the lockfile asks for, whoever installed it. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  await step('Installing dependencies (first run, about half a minute)', 'npm', [
    'ci',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
}

function isInstalled() {
  const have = readPackages('node_modules/.package-lock.json');
  if (have === null) return false;
  const wanted = Object.entries(readPackages('package-lock.json') ?? {});
  return wanted.every(
    ([place, { version, optional, link }]) =>
      !place.startsWith('node_modules/') ||
      optional === true ||
      (link === true ? place in have : have[place]?.version === version),
  );
}

function readPackages(file) {
  const full = path.join(root, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')).packages : null;
}

/** Compiles when a source file changed since the last time. */
export async function ensureBuilt() {
  const wanted = fingerprintSources();
  if (readStamp('built') === wanted && existsSync(path.join(root, 'tools/dist/start.js'))) return;
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  await step('Building', process.execPath, [tsc, '-b', 'tsconfig.build.json']);
  writeStamp('built', wanted);
}

function fingerprintSources() {
  const hash = createHash('sha256');
  for (const top of ['migrations', 'libs', 'services', 'tools']) {
    for (const file of listSources(path.join(root, top))) {
      const { mtimeMs, size } = statSync(file);
      hash.update(`${path.relative(root, file)} ${mtimeMs} ${size}\n`);
    }
  }
  return hash.digest('hex');
}

function listSources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return ['node_modules', 'dist'].includes(entry.name) ? [] : listSources(full);
    }
    return /(\.ts|tsconfig.*\.json|package\.json)$/.test(entry.name) ? [full] : [];
  });
}

function readStamp(name) {
  const file = path.join(stamps, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function writeStamp(name, value) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(path.join(stamps, name), value);
}

/** Runs a command with a line that shows it is alive; on failure shows what it said and ends. */
export async function step(title, command, args) {
  const startedAt = Date.now();
  const isTerminal = process.stdout.isTTY === true;
  console.log(`${title} …`);
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && command === 'npm',
  });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const ticker = setInterval(
    () => {
      if (isTerminal) process.stdout.write(`\r  ${seconds()} s `);
      else console.log(`  still at it, ${seconds()} s`);
    },
    isTerminal ? 1_000 : 10_000,
  );
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      output.push(Buffer.from(error.message));
      resolve(1);
    });
    child.once('close', resolve);
  });
  clearInterval(ticker);
  if (isTerminal) process.stdout.write('\r');
  if (code === 0) {
    console.log(`  done in ${seconds()} s`);
    return;
  }
  console.error(Buffer.concat(output).toString('utf8').trim());
  console.error(`${title} failed (exit ${code}).`);
  process.exit(1);
}
