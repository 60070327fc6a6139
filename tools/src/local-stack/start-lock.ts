import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';

/**
 * One `npm start` for each data folder: a second one would take over the PostgreSQL of the
 * first and stop it on leaving.
 * @throws AppError `unavailable` naming the process that runs already.
 */
export function holdStartLock(dataRoot: string): { release(): void } {
  mkdirSync(dataRoot, { recursive: true });
  const file = path.join(dataRoot, 'start.pid');
  const holder = readHolder(file);
  if (holder !== null) {
    throw new AppError('unavailable', {
      message: `Yuexin already runs on this data: npm start, process ${String(holder)}. Stop it first (Ctrl-C there).`,
    });
  }
  writeFileSync(file, String(process.pid));
  return { release: () => rmSync(file, { force: true }) };
}

function readHolder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid > 0 && pid !== process.pid && isNode(pid) ? pid : null;
  } catch {
    return null; // No such file: nobody runs.
  }
}

/** The pid of a process long gone may have been given to another. */
function isNode(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('start.mjs');
  } catch {
    return false;
  }
}
