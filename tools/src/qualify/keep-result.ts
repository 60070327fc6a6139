import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { qualifications } from './qualifications.ts';
import { renderRecord } from './render-record.ts';
import type { Result } from './run-qualification.ts';

/** Puts the result in the place of the last one of its name and writes the page anew, in the order of the list. */
export async function keepResult(docs: string, result: Result): Promise<void> {
  const file = path.join(docs, 'qualification.json');
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Result[]) : [];
  const all = [...known.filter(({ name }) => name !== result.name), result];
  const ordered = qualifications.flatMap(({ name }) => all.filter((one) => one.name === name));
  await write(file, JSON.stringify(ordered));
  await write(path.join(docs, 'qualification.md'), renderRecord(ordered));
}

/** As `npm run check` wants it. */
async function write(file: string, text: string): Promise<void> {
  const options = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...options, filepath: file }));
}
