import type { Template } from '@yuexin/client';
import type { MessageValues } from './message-card.tsx';

/**
 * The values of a template's example, by keyword: WeChat gives it as lines of `label:value`. A keyword without a line of its
 * own shows its type.
 */
export function exampleValues({
  example,
  keywords,
}: Pick<Template, 'example' | 'keywords'>): MessageValues {
  const lines = example.split('\n');
  return Object.fromEntries(
    keywords.map(({ key, type, label }) => {
      const line = lines.find(
        (text) => text.startsWith(`${label}:`) || text.startsWith(`${label}：`),
      );
      return [key, line === undefined ? type : line.slice(label.length + 1).trim()];
    }),
  );
}
