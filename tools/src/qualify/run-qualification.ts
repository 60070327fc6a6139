import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Qualification } from './qualifications.ts';

/** What came of one run, as it is kept in docs/qualification.json. */
export type Result = {
  name: string;
  shows: string;
  command: string;
  startedAt: string;
  seconds: number;
  isPassed: boolean;
  versions: Readonly<Record<string, string>>;
  figures: readonly string[];
};

/** Runs it to its end, showing what it prints. Passed: exit code 0. */
export async function runQualification(input: {
  qualification: Qualification;
  versions: Readonly<Record<string, string>>;
  root: string;
  print: (line: string) => void;
}): Promise<Result> {
  const { root, print, versions } = input;
  const { name, shows, script, args, figures: wanted } = input.qualification;
  const startedAt = new Date();
  const figures: string[] = [];
  const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    print(line);
    if (wanted.test(line)) figures.push(line.trimEnd());
  });
  const code = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', resolve);
  });
  return {
    ...{ name, shows, versions, figures, isPassed: code === 0 },
    command: ['npm run', script, ...(args.length === 0 ? [] : ['--', ...args])].join(' '),
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1_000),
  };
}
