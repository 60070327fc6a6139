import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { formatFigure } from '../report/format-figure.ts';
import type { PlanGroup } from './read-plans.ts';

/** The functions that every push or grant goes through. */
const hotFunctions = [
  'accept_pushes',
  'claim_pushes',
  'settle_attempts',
  'apply_events',
  'record_grant_reports',
] as const;
const EVENTS = /insert into events/i;

/** A page for each hot function, and one for the statement that stores events. Pages of an earlier run go. */
export async function writePlans(input: {
  folder: string;
  groups: readonly PlanGroup[];
  /** What the tables held. */
  subject: string;
}): Promise<string[]> {
  const { folder, groups, subject } = input;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const pages = new Map<string, PlanGroup[]>(
    hotFunctions.map((name) => [name, groups.filter(({ place }) => place?.outer === name)]),
  );
  pages.set(
    'store_events',
    groups.filter(({ place, text }) => place === null && EVENTS.test(text)),
  );
  for (const [name, found] of pages) {
    const page = renderPage({ name, groups: found, subject });
    writeFileSync(path.join(folder, `${name}.md`), await format(page, { parser: 'markdown' }));
  }
  return [...pages].filter(([, found]) => found.length === 0).map(([name]) => name);
}

function renderPage(input: {
  name: string;
  groups: readonly PlanGroup[];
  subject: string;
}): string {
  const { name, groups, subject } = input;
  return [
    `# ${name}`,
    `Every statement in it that ran, over ${subject}, the dearest first, each with the plan of its slowest execution (auto_explain, which slows it down).`,
    ...groups.flatMap((group) => [
      `## ${titleOf(group)}`,
      `${String(group.times)} times, median ${formatFigure(group.medianMs, 2)} ms, at most ${formatFigure(group.maxMs, 2)} ms.`,
      `\`\`\`\n${group.text}\n\`\`\``,
    ]),
  ].join('\n\n');
}

const titleOf = ({ place }: PlanGroup): string =>
  place === null ? 'The statement' : `${place.inner}, line ${String(place.line)}`;
