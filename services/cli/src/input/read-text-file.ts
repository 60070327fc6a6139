import { readFileSync } from 'node:fs';
import { CliError } from '../cli-error.ts';
import type { Asker } from './create-asker.ts';

/** A file as UTF-8, `-` for stdin. Throws CliError when it cannot be read, or is no UTF-8. */
export async function readTextFile(file: string, asker: Pick<Asker, 'readInput'>): Promise<string> {
  if (file === '-') return asker.readInput();
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    if (error instanceof TypeError)
      throw new CliError(`${file} is not UTF-8.`, {
        cure: 'Save it as UTF-8; in Excel: "CSV UTF-8 (comma delimited)".',
      });
    const { code } = error as NodeJS.ErrnoException;
    throw new CliError(`${file} cannot be read (${code ?? String(error)}).`);
  }
}

/** A JSON object of a file. Throws CliError saying what is wrong with it. */
export async function readJsonFile(
  file: string,
  asker: Pick<Asker, 'readInput'>,
): Promise<Record<string, unknown>> {
  const text = await readTextFile(file, asker);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    throw new CliError(`${file} is not JSON: ${(error as Error).message}.`);
  }
  throw new CliError(`${file} must hold a JSON object.`);
}
