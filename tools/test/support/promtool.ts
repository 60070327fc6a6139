import { spawn } from 'node:child_process';
import { repoRoot } from '../../src/local-stack/repo-root.ts';

/** Runs promtool in the clone's root; resolves to its exit code and all it said. */
export async function promtool(
  args: readonly string[],
  stdin = '',
): Promise<{ code: number | null; said: string }> {
  const child = spawn('promtool', args, { cwd: repoRoot, stdio: ['pipe', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  child.stdin.end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { code, said: said.join('') };
}
