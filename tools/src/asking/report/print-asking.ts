import { formatFigure } from '../../bench/report/format-figure.ts';
import { printTable } from '../../chaos/report/print-report.ts';
import type { AskingRecord, AskingRow } from '../asking-record.ts';
import { formatShare } from './format-share.ts';

/** Every run, way by way. */
export function printAsking(record: AskingRecord, print: (line: string) => void): void {
  const runs = [
    ...record.bySeed.map(({ seed, rows }) => ({ name: `seed ${String(seed)}`, rows })),
    ...record.byScenario,
  ];
  printTable(print, [
    ['', 'found', 'at once', 'asks', 'pop-ups', 'refused', 'allowed', 'left over', 'stand'],
    ...runs.flatMap(({ name, rows }) => rows.map((row) => cells(name, row))),
  ]);
}

function cells(run: string, { way, figures }: AskingRow): string[] {
  const { found, foundAtOnce, ...counts } = figures;
  const { asks, popups, refusals, accepts, spare, standingRejects } = counts;
  return [
    `${run}: ${way}`,
    ...[found, foundAtOnce].map(formatShare),
    ...[asks, popups, refusals, accepts, spare, standingRejects].map((value) =>
      formatFigure(value, 2),
    ),
  ];
}
