import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import type { PostgresBinaries } from './locate-binaries.ts';

type Account = { uid: number; gid: number; name: string };

/** Who runs the server, from which binaries, on which data. */
export type PostgresHome = {
  binRoot: string;
  dataDir: string;
  /** Null: as ourselves. */
  account: Account | null;
  /** Said to the user when something is not where he would look for it. */
  notice: string | null;
};

/** Where binaries and data go when the unprivileged account cannot reach the clone. */
const SYSTEM_HOME = '/var/lib/yuexin';

/**
 * PostgreSQL refuses to run as root. As root on Linux we therefore run it as an unprivileged
 * account; what that account cannot reach (a clone under a 0700 home) lives under
 * /var/lib/yuexin instead: the binaries, the data, or both.
 */
export function choosePostgresHome(input: {
  binaries: PostgresBinaries;
  dataRoot: string;
}): PostgresHome {
  const { binaries, dataRoot } = input;
  const own = path.join(dataRoot, 'postgres');
  if (process.getuid?.() !== 0) {
    return { binRoot: binaries.root, dataDir: own, account: null, notice: null };
  }
  if (process.platform !== 'linux') {
    throw new AppError('unavailable', {
      message:
        'PostgreSQL refuses to run as root: start Yuexin as a normal user, or set DATABASE_URL.',
    });
  }
  const account = findUnprivilegedAccount();
  mkdirSync(dataRoot, { recursive: true });
  const hasBinaries = canTraverse(binaries.root, account);
  const hasData = canTraverse(dataRoot, account);
  const binRoot = hasBinaries ? binaries.root : copyBinaries(binaries);
  const dataDir = hasData ? own : path.join(homeOutside({ dataRoot, account }), 'postgres');
  const moved = [
    ...(hasBinaries ? [] : [`its binaries are in ${binRoot}`]),
    ...(hasData ? [] : [`its data in ${dataDir}`]),
  ];
  const notice = `You are root and the account "${account.name}", which must run PostgreSQL, cannot enter this folder: ${moved.join(', ')}.`;
  return { binRoot, dataDir, account, notice: moved.length === 0 ? null : notice };
}

function copyBinaries(binaries: PostgresBinaries): string {
  const binRoot = path.join(SYSTEM_HOME, `postgresql-${binaries.version}`);
  if (existsSync(binRoot)) return binRoot;
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 });
  const partial = `${binRoot}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  cpSync(binaries.root, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, binRoot);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(binRoot)) throw error; // Else another clone was faster.
  }
  return binRoot;
}

/**
 * The folder of this data root under /var/lib/yuexin. A link in the data root names it, so that
 * whoever removes `.data` begins anew; it holds the data root's name, so that a copied clone
 * does not share the data of the first.
 */
function homeOutside(input: { dataRoot: string; account: Account }): string {
  const { dataRoot, account } = input;
  const link = path.join(dataRoot, 'postgres.home');
  const clone = createHash('sha256').update(path.resolve(dataRoot)).digest('hex').slice(0, 12);
  if (existsSync(link)) {
    const known = readlinkSync(link);
    if (path.basename(known).startsWith(`${clone}-`)) return known;
  }
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 });
  const home = mkdtempSync(path.join(SYSTEM_HOME, `${clone}-`));
  chownSync(home, account.uid, account.gid);
  rmSync(link, { force: true });
  symlinkSync(home, link);
  return home;
}

/** Who may run a server that refuses root. */
export function findUnprivilegedAccount(): Account {
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const row = rows.find((fields) => fields[0] === name);
    if (row) return { uid: Number(row[2]), gid: Number(row[3]), name };
  }
  return { uid: 65534, gid: 65534, name: '65534' };
}

/** Asks the kernel by letting the account look: modes, ACLs and mount options all count. */
function canTraverse(folder: string, account: { uid: number; gid: number }): boolean {
  const look = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return look.status === 0;
}
