import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repoRoot } from '../../src/local-stack/repo-root.ts';

/** The ```bash blocks of a page of docs/, in their order. */
export function readCodeBlocks(page: string): string[] {
  const text = readFileSync(path.join(repoRoot, 'docs', page), 'utf8');
  return [...text.matchAll(/^```bash\n([^]*?)^```$/gm)].map(([, code = '']) => code);
}
