import type { CaseRecord } from '../record/bench-record.ts';
import { formatBound, formatFigure, formatRatio } from './format-figure.ts';

/** One row for each comparison, for the page and the console alike. */
export type TableRow = {
  name: string;
  of: string;
  against: string;
  ratio: string;
  spread: string;
  bound: string;
  verdict: string;
};

export const tableHead: TableRow = {
  name: 'case',
  of: 'median of',
  against: 'against',
  ratio: 'ratio',
  spread: 'from – to',
  bound: 'bound',
  verdict: 'verdict',
};

export function tableRows({ name, unit, digits, contenders, comparisons }: CaseRecord): TableRow[] {
  const shown = (who: string): string => {
    const contender = contenders.find((one) => one.name === who);
    return contender === undefined
      ? who
      : `${who}: ${formatFigure(contender.median, digits)} ${unit}`;
  };
  return comparisons.map((compared) => ({
    name: `${name}: ${compared.name}`,
    of: shown(compared.of),
    against: shown(compared.against),
    ratio: formatRatio(compared.ratio),
    spread: compared.spread.map(formatRatio).join(' – '),
    bound: formatBound(compared),
    verdict: compared.verdict,
  }));
}

/** Columns as wide as their widest cell. */
export function printTable(rows: readonly TableRow[], print: (line: string) => void): void {
  const all = [tableHead, ...rows];
  const names = Object.keys(tableHead) as (keyof TableRow)[];
  const widths = names.map((name) => Math.max(...all.map((row) => row[name].length)));
  for (const row of all) {
    const cells = names.map((name, index) => row[name].padEnd(widths[index] ?? 0));
    print(cells.join('  ').trimEnd());
  }
}
