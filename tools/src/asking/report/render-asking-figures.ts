import { formatFigure } from '../../bench/report/format-figure.ts';
import { renderMarkdownTable } from '../../report/render-markdown-table.ts';
import type { AskingRecord, AskingRow } from '../asking-record.ts';
import { askingWords, scenarioWords, type Language } from './asking-words.ts';
import { formatShare } from './format-share.ts';
import { spreadOfWays } from './spread-of-ways.ts';

const one = (value: number): string => formatFigure(value, 1);
const whole = (value: number): string => formatFigure(value, 0);

/** The tables and the chart of a run, as docs/ shows them. */
export function renderAskingFigures(record: AskingRecord, language: Language): string {
  const words = askingWords[language];
  return [
    overall(record, language),
    `![${words.chart}](images/asking.svg)`,
    words.seeds(whole(record.users), whole(record.days)),
    bySeed(record, language),
    words.worlds(whole(record.byScenario[0]?.users ?? 0)),
    byScenario(record, language),
  ].join('\n\n');
}

function overall(record: AskingRecord, language: Language): string {
  const words = askingWords[language];
  const counts = ['popups', 'refusals', 'accepts', 'spare', 'standingRejects'] as const;
  return renderMarkdownTable(
    [words.way, words.found, words.atOnce, ...counts.map((name) => words[name])],
    spreadOfWays(record).map(({ way, spreadOf }) => [
      words.ways[way],
      formatShare(spreadOf('found').mean),
      formatShare(spreadOf('foundAtOnce').mean),
      ...counts.map((name) => one(spreadOf(name).mean)),
    ]),
  );
}

const both = (rows: readonly AskingRow[]): string[] =>
  rows.map(({ figures }) => `${formatShare(figures.found)} / ${one(figures.popups)}`);

function bySeed(record: AskingRecord, language: Language): string {
  const words = askingWords[language];
  const ways = spreadOfWays(record).map(({ way }) => words.ways[way]);
  return renderMarkdownTable(
    [`${words.seed} (${words.asked})`, ...ways],
    record.bySeed.map(({ seed, rows }) => [String(seed), ...both(rows)]),
  );
}

function byScenario(record: AskingRecord, language: Language): string {
  const words = askingWords[language];
  const ways = spreadOfWays(record).map(({ way }) => words.ways[way]);
  const nameOf = (name: string): string =>
    language === 'zh' ? (scenarioWords[name] ?? name) : name;
  return renderMarkdownTable(
    [`${words.world} (${words.asked})`, ...ways],
    record.byScenario.map(({ name, rows }) => [nameOf(name), ...both(rows)]),
  );
}
