import { spawn } from 'node:child_process';
import path from 'node:path';
import { repoRoot } from '../src/local-stack/repo-root.ts';

export const yuexinBin = path.join(repoRoot, 'services/cli/bin/yuexin.mjs');

export type CommandRun = { code: number | null; stdout: string; stderr: string };
/** Without `stdin` there is none; null leaves it open for `type`. */
export type CommandInput = { env: Record<string, string>; stdin?: string | Buffer | null };

export type StartedCommand = {
  stdout(): string;
  type(text: string): void;
  kill(signal: NodeJS.Signals): void;
  ended: Promise<CommandRun>;
};

/** The command line as it ships, with an environment of its own and no terminal. */
export function startYuexin(args: readonly string[], input: CommandInput): StartedCommand {
  return startCommand([process.execPath, yuexinBin, ...args], input);
}

export function runYuexin(args: readonly string[], input: CommandInput): Promise<CommandRun> {
  return startYuexin(args, input).ended;
}

/** In a terminal of its own, as a person has it; its two outputs are one. */
export function startInTerminal(
  args: readonly string[],
  { env }: Pick<CommandInput, 'env'>,
): StartedCommand {
  const words = [process.execPath, yuexinBin, ...args].map((word) => `'${word}'`).join(' ');
  const input = { env: { ...env, TERM: 'dumb' }, stdin: null };
  return startCommand(['script', '-qec', words, '/dev/null'], input);
}

export function startCommand(
  [command = '', ...args]: readonly string[],
  { env, stdin = '' }: CommandInput,
): StartedCommand {
  const child = spawn(command, args, { env: { PATH: process.env.PATH ?? '', ...env } });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // A program that ends without reading is no failure of the test.
  child.stdin.on('error', () => undefined);
  if (stdin !== null) child.stdin.end(stdin);
  const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8');
  const ended = new Promise<CommandRun>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout: text(out), stderr: text(err) }));
  });
  return {
    stdout: () => text(out),
    type: (typed) => child.stdin.write(typed),
    kill: (signal) => child.kill(signal),
    ended,
  };
}
