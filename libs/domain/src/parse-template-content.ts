import type { TemplateKeyword } from './vocabulary.ts';

const placeholder = /\{\{\s*(\w+)\.DATA\s*\}\}/g;

/** The line the placeholder stands on, up to it, without the one colon before it: a label is free text and may hold colons. */
const labelOf = (before: string): string =>
  before
    .trimEnd()
    .split('\n')
    .slice(-1)
    .join('')
    .trim()
    .replace(/(?<!\s)\s*[:：]$/, '');

/** A keyword's type: its key without its number. Old samples number from 01; those are types nobody knows (wechat-facts 3.1). */
const typeOf = (key: string): string => /^(.*?[a-z_])[1-9]\d*$/i.exec(key)?.[1] ?? key;

/**
 * The keywords of a template out of its `content`: one line each, label, colon, `{{thing1.DATA}}` (wechat-facts 1.6).
 * `optionsByKey` holds what `keywordEnumValueList` says of enum keywords. A key that comes twice counts once.
 */
export function parseTemplateContent(input: {
  content: string;
  optionsByKey?: ReadonlyMap<string, readonly string[]>;
}): TemplateKeyword[] {
  const found = new Map<string, TemplateKeyword>();
  let from = 0;
  for (const match of input.content.matchAll(placeholder)) {
    const label = labelOf(input.content.slice(from, match.index));
    from = match.index + match[0].length;
    const key = String(match[1]);
    if (found.has(key)) continue;
    const options = input.optionsByKey?.get(key);
    const keyword = { key, type: typeOf(key), label };
    found.set(key, options === undefined ? keyword : { ...keyword, options: [...options] });
  }
  return [...found.values()];
}
