import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

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
