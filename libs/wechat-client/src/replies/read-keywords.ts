import type { TemplateKeyword } from '@yuexin/domain';

const placeholder = /\{\{\s*(\w+)\.DATA\s*\}\}/g;

/**
 * The keywords of a template out of its `content`: one line each, label, colon, `{{thing1.DATA}}` (wechat-facts 1.6). The
 * label is free text that may hold colons itself; only the one before the placeholder is cut off. The type is the key
 * without its number.
 */
export function readKeywords(input: {
  content: string;
  optionsByKey: ReadonlyMap<string, readonly string[]>;
}): TemplateKeyword[] {
  const keywords: TemplateKeyword[] = [];
  let labelStart = 0;
  for (const match of input.content.matchAll(placeholder)) {
    const before = input.content.slice(labelStart, match.index);
    labelStart = match.index + match[0].length;
    const key = match[1] ?? '';
    if (keywords.some((keyword) => keyword.key === key)) continue;
    const options = input.optionsByKey.get(key);
    keywords.push({
      key,
      type: key.replace(/(?<!\d)\d+$/, ''),
      label: readLabel(before),
      ...(options === undefined ? {} : { options: [...options] }),
    });
  }
  return keywords;
}

/** The last line before the placeholder, without its closing colon. */
function readLabel(before: string): string {
  const text = before.trim();
  return text.slice(text.lastIndexOf('\n') + 1).replace(/(?<!\s)\s*[:\uff1a]$/, '');
}
