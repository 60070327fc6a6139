/**
 * How the commands of one clone get along with each other: one installs or builds at a time, and none takes away the packages that
 * another runs on. Plain JavaScript without imports from npm: it is needed before there are any.
 */
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, '.cache', 'commands');
const lock = path.join(folder, 'lock');
const lookAgainMs = 200;

const self = { pid: process.pid, name: path.basename(process.argv[1] ?? 'node') };

/** Runs `work` while no other command of this clone runs work of its own; waits for that. */
export async function alone(work) {
  await take();
  const letGo = () => rmSync(lock, { force: true });
  // A step that fails ends the process.
  process.once('exit', letGo);
  try {
    return await work();
  } finally {
    process.off('exit', letGo);
    letGo();
  }
}

/** Tells the other commands of this clone, until this process ends, that it runs on what is installed. */
export function noteRunning() {
  const note = path.join(folder, `${String(self.pid)}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(note, JSON.stringify(self));
  process.once('exit', () => rmSync(note, { force: true }));
}

/** The other commands that run in this clone now. */
export function findRunning() {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readHolder(path.join(folder, name)) ?? [])
    .filter((holder) => holder.pid !== self.pid);
}

async function take() {
  mkdirSync(folder, { recursive: true });
  const own = path.join(folder, `${String(self.pid)}.lock`);
  // Whole before it has its name: nobody reads half of it.
  writeFileSync(own, JSON.stringify(self));
  try {
    let isTold = false;
    while (!tryLink(own)) {
      const holder = readHolder(lock);
      if (holder === null) {
        rmSync(lock, { force: true });
        continue;
      }
      if (!isTold)
        console.log(
          `Waiting for ${holder.name} (process ${String(holder.pid)}), which installs or builds here …`,
        );
      isTold = true;
      await sleep(lookAgainMs);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

function tryLink(own) {
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Who wrote it; null when that process is no more. */
function readHolder(file) {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8'));
    return isAlive(holder) ? holder : null;
  } catch {
    return null; // No such file, or one that a full disk cut short: nobody's.
  }
}

function isAlive({ pid, name }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  // The pid of a process long gone may have been given to another.
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes(name);
  } catch {
    return false;
  }
}
