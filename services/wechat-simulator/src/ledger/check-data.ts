import { isKeywordValue } from './keyword-rules.ts';
import type { SimTemplate } from './sim-template.ts';

export type DataProblem = { key: string; what: 'invalid' | 'is empty' };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of one keyword, or null when WeChat calls it empty (facts 3.3). A JSON number is taken as its digits. */
export function readValue(data: unknown, key: string): string | null {
  if (!isObject(data) || !Object.hasOwn(data, key)) return null;
  const field = data[key];
  if (!isObject(field)) return null;
  const { value } = field;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The first keyword that WeChat would complain of, in the template's order; null when all are good. Extra keys are ignored. */
export function checkData(template: SimTemplate, data: unknown): DataProblem | null {
  for (const { key, type } of template.keywords) {
    const value = readValue(data, key);
    if (value === null) return { key, what: 'is empty' };
    if (!isKeywordValue({ type, value, options: template.options[key] }))
      return { key, what: 'invalid' };
  }
  return null;
}
