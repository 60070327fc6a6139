import type { PageLanguage } from '../page-language.ts';
import { isEndState, pushTransitions } from '../push-transitions.ts';
import { pushStates, type PushState } from '../vocabulary.ts';
import { chinesePushStateWords } from './chinese-push-state-words.ts';
import { englishPushStateWords } from './english-push-state-words.ts';
import type { PushStateWords } from './push-state-words.ts';

const wordsOf: Record<PageLanguage, PushStateWords> = {
  en: englishPushStateWords,
  'zh-CN': chinesePushStateWords,
};

const drawWay = (from: string, to: string, words: string): string =>
  `    ${from} --> ${to}${words === '' ? '' : `: ${words}`}`;

const drawWays = (from: PushState, { ways }: PushStateWords): string =>
  Object.entries<string>(ways[from])
    .map(([to, words]) => drawWay(from, to, words))
    .join('\n');

const draw = (words: PushStateWords): string => {
  const begins = Object.entries(words.begins).map(([to, why]) => drawWay('[*]', to, why));
  const open = pushStates.filter((state) => pushTransitions[state].length > 0);
  const ends = pushStates.filter(isEndState).map((state) => drawWay(state, '[*]', ''));
  const parts = [begins.join('\n'), ...open.map((from) => drawWays(from, words)), ends.join('\n')];
  return ['```mermaid', 'stateDiagram-v2', parts.join('\n\n'), '```'].join('\n');
};

const renderWaits = ({ columns, waits }: PushStateWords): string => {
  const head = `| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`;
  const rows = Object.entries(waits).map(
    ([state, { what, limit }]) => `| \`${state}\` | ${what} | ${limit} |`,
  );
  return `${head}\n${rows.join('\n')}`;
};

/** docs/push-states.md or docs/push-states.zh-CN.md, whole. */
export function renderPushStates(language: PageLanguage): string {
  const words = wordsOf[language];
  return `${words.intro}\n${draw(words)}\n\n${renderWaits(words)}\n\n${words.end}`;
}
