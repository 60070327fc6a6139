import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Readable } from 'node:stream';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';

export type Asker = {
  /** Resolves when a person says yes, or `isYes` said it for them. Throws CliError when the answer is no, or there is nobody. */
  confirm(question: string, options: { isYes: boolean }): Promise<void>;
  /** A secret, typed unseen or piped in. Throws CliError when there is neither. */
  readSecret(name: string, options: { isPiped: boolean }): Promise<string>;
  /** All of stdin as text. */
  readInput(): Promise<string>;
};

type Terminal = { stdin: Readable & { isTTY?: boolean }; stderr: Writable; signal: AbortSignal };

export function createAsker({ stdin, stderr, signal }: Terminal): Asker {
  const ask = async (question: string, isHidden: boolean): Promise<string> => {
    const hidden = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({
      input: stdin,
      output: isHidden ? hidden : stderr,
      terminal: true,
    });
    try {
      if (isHidden) stderr.write(question);
      return await lines.question(isHidden ? '' : question, { signal });
    } finally {
      if (isHidden) stderr.write('\n');
      lines.close();
    }
  };
  const readInput = async (): Promise<string> => {
    const chunks: Buffer[] = [];
    for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer));
    return Buffer.concat(chunks).toString('utf8');
  };
  return {
    readInput,
    async confirm(question, { isYes }) {
      if (isYes) return;
      if (stdin.isTTY !== true)
        throw new CliError(`${question} Nobody is there to ask.`, {
          exitCode: exitCodes.notConfirmed,
          cure: 'Say yes beforehand with --yes.',
        });
      const answer = await ask(`${question} [y/N] `, false);
      if (!/^(y|yes|是)$/i.test(answer.trim()))
        throw new CliError('Nothing was done.', { exitCode: exitCodes.notConfirmed });
    },
    async readSecret(name, { isPiped }) {
      const text = isPiped
        ? await readInput()
        : stdin.isTTY === true
          ? await ask(`${name} (not shown): `, true)
          : '';
      const secret = text.trim();
      if (secret !== '') return secret;
      throw new CliError(`The ${name} is missing.`, {
        cure: 'Type it in a terminal, or pipe it in with --secret-stdin. It is never taken from the command line.',
      });
    },
  };
}
