import { renderMarkdownTable } from '../report/render-markdown-table.ts';
import type { Result } from './run-qualification.ts';

const day = ({ startedAt }: Result): string => startedAt.slice(0, 16).replace('T', ' ');
const verdict = ({ isPassed }: Result): string => (isPassed ? 'passed' : '**failed**');
const versionsOf = ({ versions }: Result): string =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

/** docs/qualification.md: what was run when, on which versions, and what came of it. */
export function renderRecord(results: readonly Result[]): string {
  const rows = results.map((result) => [
    ...[result.name, verdict(result), day(result), `${String(result.seconds)} s`, result.shows],
  ]);
  const sections = results.map((result) =>
    [
      `## ${result.name}`,
      `\`${result.command}\`, ${day(result)}: ${verdict(result)}. ${versionsOf(result)}.`,
      ['```text', ...result.figures, '```'].join('\n'),
    ].join('\n\n'),
  );
  return `${[
    '# Qualification',
    'The last run of each, as `npm run qualify` wrote it down (times are UTC). One of them again: `npm run qualify -- --only "Hot standby"`.',
    renderMarkdownTable(['run', 'result', 'begun', 'took', 'shows'], rows),
    ...sections,
  ].join('\n\n')}\n`;
}
