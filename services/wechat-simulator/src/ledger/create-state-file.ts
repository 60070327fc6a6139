import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Logger } from '@yuexin/telemetry';
import { restoreSnapshot, StateSnapshot, takeSnapshot } from './state-snapshot.ts';
import type { World } from './world.ts';

/** Keeps the world in a JSON file between runs. The file is always whole: written beside, then renamed. */
export type StateFile = {
  /** Reads what an earlier run left; a file that cannot be read is put aside, with a warning. */
  load: () => void;
  /** Something changed: the file is written soon. */
  touch: () => void;
  /** Writes what is not yet written and stops. */
  close: () => void;
};

const soonMs = 300;
/** A write takes at most this share of the time, however large the world has grown. */
const writeShare = 20;
const longestWaitMs = 10_000;

export const noStateFile: StateFile = {
  load: () => undefined,
  touch: () => undefined,
  close: () => undefined,
};

export function createStateFile(deps: { path: string; world: World; logger: Logger }): StateFile {
  const { path, world, logger } = deps;
  const draft = `${path}.new`;
  let timer: NodeJS.Timeout | null = null;
  let isDirty = false;
  let isClosed = false;
  let waitMs = soonMs;

  const write = async (): Promise<void> => {
    const startedAt = performance.now();
    isDirty = false;
    const text = JSON.stringify(takeSnapshot(world));
    waitMs = Math.min(longestWaitMs, soonMs + (performance.now() - startedAt) * writeShare);
    await writeFile(draft, text, { mode: 0o600 });
    // Closing has written a newer one meanwhile.
    if (!isClosed) await rename(draft, path);
  };

  const schedule = (): void => {
    timer ??= setTimeout(() => {
      write()
        .catch((error: unknown) => logger.warn('the state file cannot be written', { path, error }))
        .finally(() => {
          timer = null;
          if (isDirty && !isClosed) schedule();
        });
    }, waitMs);
    timer.unref();
  };

  return {
    load: () => {
      mkdirSync(dirname(path), { recursive: true });
      if (!existsSync(path)) return;
      try {
        const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
        restoreSnapshot(world, StateSnapshot.parse(parsed));
      } catch (error) {
        logger.warn('the state file cannot be read and is put aside', { path, error });
        renameSync(path, `${path}.broken`);
      }
    },
    touch: () => {
      isDirty = true;
      if (!isClosed) schedule();
    },
    close: () => {
      if (isClosed) return;
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      if (timer === null && !isDirty) return;
      writeFileSync(`${draft}-last`, JSON.stringify(takeSnapshot(world)), { mode: 0o600 });
      renameSync(`${draft}-last`, path);
    },
  };
}
