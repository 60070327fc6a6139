import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { repoRoot } from '../../src/local-stack/repo-root.ts';

/** What runs a file of docs/samples: the command and what comes before the file's name. */
export type SampleCommand = readonly [command: string, ...args: string[]];

/** Where the file of a sample is. */
export const sampleFile = (file: string): string => path.join(repoRoot, 'docs/samples', file);

/** bash, curl and node are there (`npm test` sees to that); the others where they are installed: docs/samples/README.md says so. */
export const sampleCommands: Readonly<Record<string, SampleCommand>> = {
  sh: ['bash'],
  mjs: [process.execPath],
  ...(isThere('python3', '--version') && { py: ['python3'] as const }),
  ...(isThere('java', '--list-modules', 'jdk.compiler') && { java: ['java'] as const }),
  ...(isThere('php', '--modules', 'curl') && { php: ['php'] as const }),
  ...(isThere('go', 'version') && { go: ['go', 'run'] as const }),
};

function isThere(command: string, argument: string, output = ''): boolean {
  const { status, stdout } = spawnSync(command, [argument], { encoding: 'utf8' });
  return status === 0 && stdout.includes(output);
}
