import { spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import type { PostgresHome } from './choose-account.ts';

/**
 * Makes the database cluster unless there is one (PG_VERSION tells). Encoding and locale are
 * named, because with LANG unset initdb takes SQL_ASCII and Chinese breaks.
 * initdb writes PG_VERSION first, so it works in a folder beside, which gets its name when it is
 * whole: a cluster whose making was cut short is made anew.
 */
export async function initCluster(input: { home: PostgresHome; password: string }): Promise<void> {
  const { home, password } = input;
  if (existsSync(path.join(home.dataDir, 'PG_VERSION'))) return;
  removeHalfMade(home.dataDir);
  const newDir = mkdtempSync(`${home.dataDir}${HALF_MADE}`);
  const passwordFile = `${newDir}.password`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.account) {
    chownSync(newDir, home.account.uid, home.account.gid);
    chownSync(passwordFile, home.account.uid, home.account.gid);
  }
  try {
    await runInitdb({ home, newDir, passwordFile });
    rmSync(home.dataDir, { recursive: true, force: true });
    renameSync(newDir, home.dataDir);
  } catch (error) {
    rmSync(newDir, { recursive: true, force: true });
    throw error;
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

const HALF_MADE = '.new-';

function removeHalfMade(dataDir: string): void {
  const parent = path.dirname(dataDir);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(`${path.basename(dataDir)}${HALF_MADE}`)) continue;
    rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

async function runInitdb(input: {
  home: PostgresHome;
  newDir: string;
  passwordFile: string;
}): Promise<void> {
  const { home, newDir, passwordFile } = input;
  const args = [
    `--pgdata=${newDir}`,
    '--encoding=UTF8',
    '--locale=C',
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ];
  const child = spawn(path.join(home.binRoot, 'bin', 'initdb'), args, {
    cwd: '/',
    env: { ...process.env, LC_ALL: 'C' },
    ...(home.account && { uid: home.account.uid, gid: home.account.gid }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  throw new AppError('unavailable', {
    message: `PostgreSQL's initdb failed (exit ${String(code)}):\n${Buffer.concat(output).toString('utf8').trim()}`,
  });
}
