import type { PageLanguage } from '../page-language.ts';
import { chineseErrcodeWords } from './chinese-errcode-words.ts';
import { englishErrcodeWords } from './english-errcode-words.ts';
import type { ErrcodePolicy } from './errcode-policy.ts';
import { errcodeTable } from './errcode-table.ts';
import type { ErrcodeWords } from './errcode-words.ts';

const errcodeWords: Record<PageLanguage, ErrcodeWords> = {
  en: englishErrcodeWords,
  'zh-CN': chineseErrcodeWords,
};

const sayAction = ({ action, isForGood }: ErrcodePolicy, words: ErrcodeWords): string => {
  if (action.kind !== 'pause-app-until')
    return `${words.actions[action.kind]}${isForGood === true ? words.forGood : ''}`;
  const pause = words.sayPause(action.until);
  return action.isMaybeUser === true ? `${pause}${words.metAgain}` : pause;
};

const cell = (text: string): string => text.replaceAll('|', '\\|');

const renderRow = (row: ErrcodePolicy, language: PageLanguage): string => {
  const words = errcodeWords[language];
  const meaning = language === 'en' ? row.en : row.zh;
  const cells = [
    String(row.code),
    row.where,
    words.abouts[row.about],
    sayAction(row, words),
    words.grants[row.grant],
    row.alarms ? words.alarms : '',
    `\`${row.reason}\``,
    row.wire === null ? meaning : `${meaning} \`${row.wire}\``,
  ];
  return `| ${cells.map(cell).join(' | ')} |`;
};

/** docs/errcodes.md or docs/errcodes.zh-CN.md, whole. */
export function renderErrcodes(language: PageLanguage): string {
  const { intro, columns } = errcodeWords[language];
  const head = `| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`;
  const rows = errcodeTable.map((row) => renderRow(row, language));
  return `${intro}\n${head}\n${rows.join('\n')}\n`;
}
