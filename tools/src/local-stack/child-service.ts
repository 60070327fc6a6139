import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, createWriteStream, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@yuexin/errors';

export type ChildService = {
  name: string;
  pid: number;
  /** Resolves when the process is gone, however it went. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Asks it to drain (SIGTERM), and after `limitMs` makes it go. */
  stop(limitMs?: number): Promise<void>;
  kill(signal: NodeJS.Signals): void;
};

const STOP_LIMIT_MS = 25_000;

/**
 * Starts a built service in a process group of its own (a Ctrl-C at the terminal reaches only
 * us, and we decide the order), tells it our pid so that it ends when we are killed, and keeps
 * its log lines in a file. `onLine` sees each of them; without it the service writes the file itself,
 * which costs us nothing. `nodeArgs` are for node, such as --cpu-prof.
 */
export function startChildService(input: {
  name: string;
  entry: string;
  env: Readonly<Record<string, string>>;
  logDir: string;
  onLine?: (line: string) => void;
  nodeArgs?: readonly string[];
  cwd?: string;
  /** As somebody else, which root alone may ask for. */
  account?: { uid: number; gid: number };
}): ChildService {
  mkdirSync(input.logDir, { recursive: true });
  const logFile = path.join(input.logDir, `${input.name}.log`);
  const log = input.onLine === undefined ? openSync(logFile, 'a') : 'pipe';
  const args = [...(input.nodeArgs ?? []), '--enable-source-maps', input.entry];
  const child = spawn(process.execPath, args, {
    detached: true,
    env: { ...inheritedEnv(), ...input.env, YUEXIN_PARENT_PID: String(process.pid) },
    stdio: ['ignore', log, log],
    ...(input.cwd !== undefined && { cwd: input.cwd }),
    ...input.account,
  });
  if (log !== 'pipe') closeSync(log);
  const closeLog = input.onLine === undefined ? null : copyLines(child, logFile, input.onLine);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('error', () => resolve({ code: 1, signal: null }));
    child.once('close', (code, signal) => resolve({ code, signal }));
  }).finally(() => closeLog?.());
  return {
    name: input.name,
    pid: child.pid ?? -1,
    ended,
    kill: (signal) => child.kill(signal),
    stop: (limitMs = STOP_LIMIT_MS) => stopChild({ child, ended, limitMs }),
  };
}

/** Returns what closes the file. */
function copyLines(
  child: ChildProcess,
  logFile: string,
  onLine: (line: string) => void,
): () => void {
  const log = createWriteStream(logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      onLine(line);
    });
  }
  return () => log.end();
}

async function stopChild(input: {
  child: ChildProcess;
  ended: Promise<unknown>;
  limitMs: number;
}): Promise<void> {
  const { child, ended, limitMs } = input;
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const timer = new AbortController();
  const late = delay(limitMs, 'late', { signal: timer.signal }).catch(() => 'stopped');
  if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL');
  timer.abort();
  await ended;
}

/** A service reads only its own settings: what the shell of the user holds must not leak in. */
function inheritedEnv(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'NODE_OPTIONS', 'SystemRoot'];
  return Object.fromEntries(
    kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}

/** A probe takes at most 3 s to say that PostgreSQL does not answer. */
const PROBE_LIMIT_MS = 5_000;

/** Polls a probe until it answers 2xx. @throws AppError when the service ends first or the limit is over. */
export async function waitUntilReady(input: {
  service: ChildService;
  url: string;
  limitMs: number;
}): Promise<void> {
  const endAt = Date.now() + input.limitMs;
  let last: string | null = 'never asked';
  const gone = new AbortController();
  void input.service.ended.then(() => gone.abort());
  while (Date.now() < endAt) {
    last = await fetch(input.url, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) }).then(
      async (answer) => (answer.ok ? null : `${answer.status} ${await answer.text()}`),
      (error: unknown) => String(error),
    );
    if (last === null) return;
    if (gone.signal.aborted) break;
    await delay(50);
  }
  throw new AppError('unavailable', {
    message: `${input.service.name} ${gone.signal.aborted ? 'ended before it was ready' : 'was not ready in time'} (${input.url}: ${last}); see its log.`,
  });
}
