import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findOrInstall } from '../test-servers/install-with-apt.ts';

const LIMIT_MS = 60_000;

/** What the command line of Redis prints. @throws when it refuses or nobody answers. */
export async function askRedis(port: number, ...args: readonly string[]): Promise<string> {
  const program = findOrInstall({ names: ['redis-cli', 'valkey-cli'], package: 'redis-tools' });
  const all = ['-h', '127.0.0.1', '-p', String(port), '-e', ...args];
  const { stdout } = await promisify(execFile)(program, all, { timeout: LIMIT_MS });
  return stdout.trim();
}
