import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import { format, resolveConfig } from 'prettier';
import { renderChart } from '../report/render-chart.ts';
import { renderMarkdown } from '../report/render-markdown.ts';
import type { BenchRecord, CaseRecord } from './bench-record.ts';

/** Files of one kind of run in a folder: `full.json`, `full.md`, `full.svg`. */
export type RecordPlace = { folder: string; name: 'full' | 'quick' };

const fileOf = ({ folder, name }: RecordPlace, ending: string): string =>
  path.join(folder, `${name}.${ending}`);

/** Null when nothing was recorded yet. @throws AppError `unavailable` for a file that is damaged. */
export function readRecord(place: RecordPlace): BenchRecord | null {
  const file = fileOf(place, 'json');
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as BenchRecord;
  } catch (cause) {
    const message = `The record ${place.name}.json is damaged: restore it, or remove it and measure anew.`;
    throw new AppError('unavailable', { message, cause });
  }
}

/** Puts new figures in the place of older ones of the same case; the others stay. `order` is that of the cases. */
export function mergeRecord(input: {
  before: BenchRecord | null;
  now: BenchRecord;
  order: readonly string[];
}): BenchRecord {
  const { before, now, order } = input;
  const cases = new Map<string, CaseRecord>();
  for (const record of [...(before?.cases ?? []), ...now.cases]) cases.set(record.name, record);
  return { machine: now.machine, cases: order.flatMap((name) => cases.get(name) ?? []) };
}

/** JSON for the check, a page and a chart for people. */
export async function writeRecord(place: RecordPlace, record: BenchRecord): Promise<void> {
  mkdirSync(place.folder, { recursive: true });
  const jsonFile = fileOf(place, 'json');
  const style = await resolveConfig(jsonFile);
  const json = JSON.stringify(record);
  writeFileSync(jsonFile, await format(json, { ...style, parser: 'json' }));
  const markdown = renderMarkdown(record, { chart: `${place.name}.svg`, kind: place.name });
  writeFileSync(fileOf(place, 'md'), await format(markdown, { parser: 'markdown' }));
  writeFileSync(fileOf(place, 'svg'), renderChart(record));
}
