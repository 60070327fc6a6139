import { spawnSync } from 'node:child_process';

/** A place below `root` that the account could write to; null when there is none. */
export function findWritable(
  root: string,
  account: { uid: number; gid: number } | null,
): string | null {
  const found = spawnSync('find', [root, '!', '-type', 'l', '-writable', '-print', '-quit'], {
    cwd: '/',
    encoding: 'utf8',
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  if (found.status !== 0) throw new Error(`find failed: ${found.stderr}`);
  return found.stdout.trim() === '' ? null : found.stdout.trim();
}
