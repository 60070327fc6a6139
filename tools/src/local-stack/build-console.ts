import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';

/**
 * Builds the console's pages beside a stack that runs already, in a process of low priority; where they are those of
 * their sources it ends at once. Resolves to whether they are there; what went wrong was said, and stops nothing else.
 */
export async function buildConsole(input: {
  root: string;
  leaving: Promise<unknown>;
}): Promise<boolean> {
  const script = path.join(input.root, 'tools/build-console.mjs');
  const child = spawn(process.execPath, [script], { cwd: input.root, stdio: 'inherit' });
  lowerPriority(child.pid);
  void input.leaving.then(() => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid !== undefined) os.setPriority(pid, 10);
  } catch {
    // Ended already, or a system that does not let us: it is built all the same.
  }
}
