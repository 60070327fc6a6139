import { parseArgs } from 'node:util';
import { AppError } from '@yuexin/errors';

const DEFAULT_ROWS = 10_000_000;

/** `--rows 10000000`: pushes in the history. @throws AppError `invalid-request` for anything else. */
export function readRowsOption(args: readonly string[]): number {
  const rows = parse(args) ?? String(DEFAULT_ROWS);
  if (/^\d{1,8}$/.test(rows)) return Number(rows);
  const message = `--rows must be a whole number from 0 to 99999999; it is "${rows}".`;
  throw new AppError('invalid-request', { message });
}

function parse(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { rows: { type: 'string' } } }).values.rows;
  } catch (error) {
    throw new AppError('invalid-request', { message: (error as Error).message });
  }
}
