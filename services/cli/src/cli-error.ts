import { exitCodes, type ExitCode } from './exit-codes.ts';

/** Ends the program with a message, what to do about it, and an exit code. */
export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly cure: string | null;

  constructor(message: string, options: { exitCode?: ExitCode; cure?: string } = {}) {
    super(message);
    this.name = 'CliError';
    this.exitCode = options.exitCode ?? exitCodes.usage;
    this.cure = options.cure ?? null;
  }
}
