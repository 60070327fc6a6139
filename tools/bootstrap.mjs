/**
 * What a fresh clone needs before anything else can run: dependencies and built code.
 * Plain JavaScript without imports from npm, since it is what brings them.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { alone, findRunning, noteRunning } from './share-folder.mjs';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamps = path.join(root, 'node_modules', '.yuexin');
const leaveSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

// A closed terminal must not end us by EPIPE before the child of a step is gone.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

/** Ends with one sentence on a Node.js that is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Yuexin needs Node.js 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Runs `npm ci` unless node_modules holds what the lockfile asks for, whoever installed it.
 * npm's own list is not enough: an install that was cut short may have taken packages away again.
 * `npm ci` begins by taking all packages away: never from under a command that runs on them.
 */
export async function ensureInstalled() {
  await alone(async () => {
    if (!isInstalled()) {
      requireNobodyRuns();
      await install();
    }
    noteRunning();
  });
}

function requireNobodyRuns() {
  const [first, ...others] = findRunning();
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  console.error(
    `Other dependencies are to be installed (package-lock.json), but ${first.name} (process ${first.pid})${more} runs here on those of now. Stop it first (Ctrl-C there), then try again.`,
  );
  process.exit(1);
}

async function install() {
  await step('Installing dependencies (first run, about a minute)', 'npm', [
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
      ((link === true ? place in have : have[place]?.version === version) &&
        existsSync(path.join(root, place, 'package.json'))),
  );
}

function readPackages(file) {
  const full = path.join(root, file);
  return existsSync(full) ? JSON.parse(readFileSync(full, 'utf8')).packages : null;
}

/** What the processes are compiled from; the console's pages are built apart, since nothing waits for them. */
const compiled = { tops: ['migrations', 'libs', 'services', 'tools'], without: 'services/console' };
const consoleSources = { tops: ['services/console', 'libs/client/src', 'libs/domain/src'] };

/** Compiles when a source file changed since the last time. */
export async function ensureBuilt() {
  const wanted = fingerprintSources(compiled);
  const isBuilt = () => readStamp('built') === wanted && hasEveryDist();
  if (isBuilt()) return;
  await alone(async () => {
    if (isBuilt()) return;
    const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
    await step('Building', process.execPath, [tsc, '-b', 'tsconfig.build.json']);
    writeStamp('built', wanted);
  });
}

/** Whether the console's pages are those of its sources. */
export function isConsoleBuilt() {
  return (
    readStamp('console') === fingerprintSources(consoleSources) &&
    existsSync(path.join(root, 'services/console/dist/index.html'))
  );
}

/** Builds the console's pages when their sources changed since the last time. */
export async function ensureConsoleBuilt() {
  if (isConsoleBuilt()) return;
  await alone(async () => {
    if (isConsoleBuilt()) return;
    const wanted = fingerprintSources(consoleSources);
    const vite = path.join(root, 'node_modules/vite/bin/vite.js');
    const pages = path.join(root, 'services/console');
    const args = [vite, 'build', pages, '--logLevel', 'warn'];
    await step('Building the console', process.execPath, args);
    writeStamp('console', wanted);
  });
}

function hasEveryDist() {
  const solution = JSON.parse(readFileSync(path.join(root, 'tsconfig.build.json'), 'utf8'));
  return solution.references.every((reference) =>
    existsSync(path.join(root, path.dirname(reference.path), 'dist')),
  );
}

function fingerprintSources({ tops, without }) {
  const hash = createHash('sha256');
  for (const top of tops) {
    for (const file of listSources(path.join(root, top))) {
      if (without !== undefined && file.startsWith(path.join(root, without))) continue;
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
    return /(\.tsx?|\.css|\.html|\.svg|tsconfig.*\.json|package\.json)$/.test(entry.name)
      ? [full]
      : [];
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

/**
 * Runs a command with a line that shows it is alive; on failure shows what it said and ends.
 * Asked to leave, it takes the command along at once and waits for it: a second run must not meet
 * the first, and npm's own way out takes a minute. What is cut short is begun anew.
 */
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
  let isLeaving = false;
  const leave = () => {
    isLeaving = true;
    child.kill('SIGKILL');
  };
  for (const name of leaveSignals) process.on(name, leave);
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
    child.once('close', (ended, signal) => resolve(ended ?? signal));
  });
  clearInterval(ticker);
  for (const name of leaveSignals) process.off(name, leave);
  if (isTerminal) process.stdout.write('\r');
  if (isLeaving) {
    console.error('Interrupted; the next run begins this step anew.');
    process.exit(130);
  }
  if (code === 0) {
    console.log(`  done in ${seconds()} s`);
    return;
  }
  console.error(Buffer.concat(output).toString('utf8').trim());
  console.error(`${title} failed (exit ${code}).`);
  process.exit(1);
}
