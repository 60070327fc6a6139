import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@yuexin/errors';
import { format } from 'prettier';
import type { AskingRecord } from '../asking-record.ts';
import { renderAskingChart } from './render-asking-chart.ts';
import { renderAskingFigures } from './render-asking-figures.ts';

const begin = '<!-- figures of npm run simulate-asks: begin -->';
const end = '<!-- figures of npm run simulate-asks: end -->';

type KeptFile = { file: string; text: string };

/** The files of docs/ with the figures of this run in their place. @throws AppError `unavailable` for a page without its marks. */
export async function renderAskingFiles(record: AskingRecord, docs: string): Promise<KeptFile[]> {
  const page = async (name: string, language: 'en' | 'zh'): Promise<KeptFile> => {
    const file = path.join(docs, name);
    const before = readFileSync(file, 'utf8');
    const [head, tail] = [before.split(begin)[0], before.split(end)[1]];
    if (head === undefined || tail === undefined)
      throw new AppError('unavailable', { message: `${name} has lost the marks of its figures.` });
    const figures = renderAskingFigures(record, language);
    const text = [head.trimEnd(), begin, figures, end, tail.trimStart()].join('\n\n');
    return { file, text: await format(text, { parser: 'markdown' }) };
  };
  return [
    await page('asking.md', 'en'),
    await page('asking.zh-CN.md', 'zh'),
    { file: path.join(docs, 'images/asking.svg'), text: renderAskingChart(record) },
  ];
}

export function writeAskingFiles(files: readonly KeptFile[]): void {
  for (const { file, text } of files) writeFileSync(file, text);
}

/** Names of the files that show other figures. */
export function findStaleFiles(files: readonly KeptFile[]): string[] {
  const isStale = ({ file, text }: KeptFile): boolean => readFileSync(file, 'utf8') !== text;
  return files.filter(isStale).map(({ file }) => path.basename(file));
}
