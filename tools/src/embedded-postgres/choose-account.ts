import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import type { PostgresBinaries } from './locate-binaries.ts';

/** Who runs the server, from which binaries, on which data. */
export type PostgresHome = {
  binRoot: string;
  dataDir: string;
  /** Null: as ourselves. */
  account: { uid: number; gid: number; name: string } | null;
  /** Said to the user when something is not where he would look for it. */
  notice: string | null;
};

/** Where binaries and data go when the unprivileged account cannot reach the clone. */
const SYSTEM_HOME = '/var/lib/yuexin';

/**
 * PostgreSQL refuses to run as root. As root on Linux we therefore run it as an unprivileged
 * account; when that account cannot traverse the clone (a clone under a 0700 home), binaries
 * and data live under /var/lib/yuexin instead.
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
  const account = findAccount();
  mkdirSync(dataRoot, { recursive: true });
  if (canTraverse(binaries.root, account) && canTraverse(dataRoot, account)) {
    return { binRoot: binaries.root, dataDir: own, account, notice: null };
  }
  return moveOut({ binaries, dataRoot, account });
}

function moveOut(input: {
  binaries: PostgresBinaries;
  dataRoot: string;
  account: { uid: number; gid: number; name: string };
}): PostgresHome {
  const { binaries, dataRoot, account } = input;
  const clone = createHash('sha256').update(path.resolve(dataRoot)).digest('hex').slice(0, 12);
  const binRoot = path.join(SYSTEM_HOME, `postgresql-${binaries.version}`);
  const home = path.join(SYSTEM_HOME, clone);
  mkdirSync(SYSTEM_HOME, { recursive: true, mode: 0o755 });
  if (!existsSync(binRoot)) {
    const partial = `${binRoot}.${process.pid}`;
    rmSync(partial, { recursive: true, force: true });
    cpSync(binaries.root, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, binRoot);
  }
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chownSync(home, account.uid, account.gid);
  return {
    binRoot,
    dataDir: path.join(home, 'postgres'),
    account,
    notice: `You are root and the account "${account.name}", which must run PostgreSQL, cannot enter this folder: its binaries are in ${binRoot}, its data in ${home}.`,
  };
}

function findAccount(): { uid: number; gid: number; name: string } {
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
