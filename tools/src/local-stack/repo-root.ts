import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's root, seen from tools/dist/local-stack as from tools/src/local-stack. */
export const repoRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
