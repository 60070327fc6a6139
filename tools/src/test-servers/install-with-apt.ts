import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';

/** The first of these programs found on PATH. */
export function findOnPath(names: readonly string[]): string | null {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name);
      if (folder !== '' && existsSync(file)) return file;
    }
  }
  return null;
}

/** Whether we were told that installing system packages is welcome, and may. */
export function mayInstall(env: NodeJS.ProcessEnv): boolean {
  const isWelcome = env.CI === 'true' || env.YUEXIN_INSTALL === '1';
  return isWelcome && process.getuid?.() === 0 && findOnPath(['apt-get']) !== null;
}

/** Installs one Debian package; false when that failed (its output was shown). */
export function installWithApt(name: string, more: Readonly<Record<string, string>> = {}): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', ...more };
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const done = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return done.status === 0;
}

/** Where one of these programs is, once installed where that is welcome. @throws AppError `unavailable` where there is none. */
export function findOrInstall(wanted: { names: readonly string[]; package: string }): string {
  const { names } = wanted;
  let program = findProgram(names);
  if (program === null && mayInstall(process.env) && installWithApt(wanted.package)) {
    program = findProgram(names);
  }
  if (program !== null) return program;
  const message = `A run of its own needs ${names.join(' or ')} on PATH (YUEXIN_INSTALL=1 installs it on Debian).`;
  throw new AppError('unavailable', { message });
}

/** The first that is there; Debian keeps servers where a user's PATH may not lead. */
export const findProgram = (names: readonly string[]): string | null =>
  findOnPath(names) ??
  names.map((name) => path.join('/usr/sbin', name)).find((file) => existsSync(file)) ??
  null;
