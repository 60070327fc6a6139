import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repoRoot } from '../src/local-stack/repo-root.ts';

const pages = ['docs/capacity.md', 'docs/capacity.zh-CN.md'] as const;
const read = (page: string): string => readFileSync(path.join(repoRoot, page), 'utf8');
const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\d[\d,]*(?:\.\d+)?/g)].map(([number]) => Number(number.replaceAll(',', '')));

/** The rows of the n-th table, each as its cells, without its head. */
function tableOf(text: string, at: number): string[][] {
  const tables = text.split(/\n{2,}/).filter((part) => part.startsWith('|'));
  const rows = (tables[at] ?? '').split('\n').slice(2);
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The measured figures, in the order of their table. */
function figuresOf(page: string) {
  const figures = tableOf(read(page), 0).map(([, figure = '']) => numbersIn(figure)[0] ?? NaN);
  const [worker, single, batch, accept, claim, settle, event, together] = figures;
  const [push, report, apiEvent, disk] = figures.slice(8);
  return {
    ...{ worker, single, batch, accept, claim, settle, event, together },
    ...{ push, report, apiEvent, disk },
  } as Record<string, number>;
}

const planned = 0.6;
const upTo = (value: number): number => Math.ceil(value - 1e-9);

describe.each(pages)('%s', (page) => {
  const { worker, accept, claim, settle, event, together, push, report, apiEvent, disk } =
    figuresOf(page) as Required<Record<string, number>>;

  test('adds up what a push costs PostgreSQL', () => {
    expect(accept! + claim! + settle! + event!).toBe(together);
  });

  test('derives what is needed for each peak from the measured figures', () => {
    const rows = tableOf(read(page), 1);
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      const [peak = NaN, ...derived] = row.map((cell) => numbersIn(cell)[0] ?? NaN);
      const aDay = (peak * 86_400) / 3;
      expect([peak, ...derived]).toEqual([
        ...[peak, Math.round(aDay / 1e6)],
        upTo((peak * together!) / 1e6 / planned),
        Math.max(2, upTo((peak * (push! + report! + apiEvent!)) / 1e6 / planned)),
        Math.max(2, upTo(peak / worker! / planned)),
        Math.round((aDay * disk!) / 1e9),
      ]);
    }
  });
});

test('both languages tell the same figures', () => {
  const figures = pages.map((page) =>
    [0, 1].flatMap((at) => tableOf(read(page), at).map((row) => row.flatMap(numbersIn))),
  );
  expect(figures[1]).toEqual(figures[0]);
});
