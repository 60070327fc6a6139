import type { BenchRecord, CaseRecord } from '../record/bench-record.ts';
import { formatFigure } from './format-figure.ts';
import { renderMarkdownTable } from '../../report/render-markdown-table.ts';
import { tableHead, tableRows, type TableRow } from './render-table.ts';

const intro = {
  full: 'Written by `npm run bench`; how each figure comes about is told in [README.md](README.md).',
  quick:
    'Written by `npm run bench -- --quick`: small sizes, for the regression check only. The figures to quote are those of [full.md](full.md).',
} as const;

/** The page of a run: verdicts, chart, machine, and every figure behind them. */
export function renderMarkdown(
  record: BenchRecord,
  input: { chart: string; kind: keyof typeof intro },
): string {
  const { machine, cases } = record;
  const names = Object.keys(tableHead) as (keyof TableRow)[];
  const rows = cases.flatMap(tableRows);
  return [
    '# Benchmarks',
    intro[input.kind],
    renderMarkdownTable(
      names.map((name) => tableHead[name]),
      rows.map((row) => names.map((name) => row[name])),
    ),
    `![Each ratio as a bar beside its bound](${input.chart})`,
    '## Machine',
    `${machine.cpu}, ${String(machine.cores)} cores, ${String(machine.memoryGiB)} GiB, ${machine.system}; Node.js ${machine.node}, PostgreSQL ${machine.postgres} (fsync and synchronous_commit on), Redis ${machine.redis}. Load, contenders, servers and upstream share these cores.`,
    '## All figures',
    ...cases.flatMap(section),
    '',
  ].join('\n\n');
}

function section(record: CaseRecord): string[] {
  const { title, unit, digits, contenders, rounds, sizes, measuredAt } = record;
  const size = Object.entries(sizes).map(([name, value]) => `${name} ${formatFigure(value, 0)}`);
  const figure = (value: number): string => formatFigure(value, digits);
  return [
    `### ${title}`,
    `\`${record.name}\`, in ${unit}, ${String(rounds)} rounds, ${measuredAt.slice(0, 10)}; ${size.join(', ')}.`,
    renderMarkdownTable(
      ['contender', 'median', 'least', 'most', 'rounds', 'also (medians)'],
      contenders.map((one) => [
        one.name,
        figure(one.median),
        figure(one.min),
        figure(one.max),
        one.figures.map(figure).join(' · '),
        Object.entries(one.details)
          .map(([name, value]) => `${name} ${formatFigure(value, Math.abs(value) < 100 ? 1 : 0)}`)
          .join(', '),
      ]),
    ),
  ];
}
