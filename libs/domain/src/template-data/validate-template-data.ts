import type { TemplateKeyword } from '../vocabulary.ts';
import { type BrokenRule, brokenBy, type ValueRule, without } from './keyword-rule.ts';
import { rulesOfKeyword } from './keyword-rules.ts';

/** One thing wrong with a request, by RFC 6901 pointer. */
export type DataProblem = BrokenRule & { pointer: string };

export type TemplateDataResult =
  | {
      ok: true;
      /** Exactly the template's keywords, each as WeChat wants it. */
      data: Record<string, { value: string }>;
      /** Keys the template does not have. WeChat appears to ignore them (wechat-facts 3.3): accepted, and not sent. */
      ignored: string[];
    }
  | { ok: false; problems: DataProblem[] };

const escape = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
};

/** Blank to the eye: spaces of any width, and characters that show nothing. */
const blank = /^[\s\p{Cf}\u3164]*$/u;

/** No line breaks or other control characters anywhere (wechat-facts 3.1), and nothing that is not text. */
const alwaysRules: readonly ValueRule[] = [
  without(/[\p{Cc}\u2028\u2029]/u, 'line breaks or other control characters'),
  without(/\p{Cs}/u, 'broken characters (half of a surrogate pair)'),
];

const bareKey = (key: string): string =>
  key
    .trim()
    .replace(/\.data$/i, '')
    .toLowerCase();

/** The commonest mistakes (wechat-facts 3.3): the keyword is there, but WeChat would not find it. */
function hintFor(data: Readonly<Record<string, unknown>>, key: string): string {
  if (isRecord(data.data) && Object.hasOwn(data.data, key))
    return ` (it stands one level too deep, in data.data)`;
  const alike = Object.keys(data).find(
    (given) => data[given] !== undefined && bareKey(given) === bareKey(key),
  );
  return alike === undefined ? '' : ` (${JSON.stringify(alike)} was given)`;
}

type Found = { at: string; value: string } | { at: string; broken: BrokenRule };

/** The text of a keyword, from WeChat's shape `{"value": "…"}` or from a bare string. */
function findText(data: Readonly<Record<string, unknown>>, key: string): Found {
  const at = `/data/${escape(key)}`;
  const given = Object.hasOwn(data, key) ? data[key] : undefined;
  if (given === undefined) {
    const message = `is missing; the template needs it${hintFor(data, key)}`;
    return { at, broken: { rule: 'required', message } };
  }
  const isShaped = isRecord(given);
  const value = isShaped ? given.value : given;
  const where = isShaped ? `${at}/value` : at;
  if (typeof value === 'string') return { at: where, value };
  const expected = isShaped ? 'a string' : 'a string or {"value": "…"}';
  const rule = value === undefined ? 'required' : 'type';
  const actual = value === undefined ? 'nothing' : kindOf(value);
  return { at: where, broken: { rule, message: `must be ${expected}`, limit: expected, actual } };
}

function checkText(keyword: TemplateKeyword, value: string): BrokenRule[] {
  if (blank.test(value)) {
    return [{ rule: 'empty', message: 'is empty; WeChat refuses blank values' }];
  }
  return brokenBy([...alwaysRules, ...rulesOfKeyword(keyword)], value);
}

/**
 * A push's data against its template's keywords: either what to send, or every problem at once (wechat-facts 3, contract 5).
 * WeChat itself reports one key per answer and accepts nothing missing or blank, so that all keys are checked here.
 */
export function validateTemplateData(input: {
  data: unknown;
  keywords: readonly TemplateKeyword[];
}): TemplateDataResult {
  const { data, keywords } = input;
  if (!isRecord(data)) {
    const message = `must be an object of keywords, not ${kindOf(data)}`;
    const problem = { pointer: '/data', rule: 'type', message, actual: kindOf(data) };
    return { ok: false, problems: [problem] };
  }
  const problems: DataProblem[] = [];
  const texts: [string, { value: string }][] = [];
  for (const keyword of keywords) {
    const { key } = keyword;
    const found = findText(data, key);
    if ('broken' in found) problems.push({ pointer: found.at, ...found.broken });
    else {
      const broken = checkText(keyword, found.value);
      problems.push(...broken.map((rule) => ({ pointer: found.at, ...rule })));
      texts.push([key, { value: found.value }]);
    }
  }
  if (problems.length > 0) return { ok: false, problems };
  const known = new Set(keywords.map((keyword) => keyword.key));
  const ignored = Object.keys(data).filter((key) => !known.has(key));
  return { ok: true, data: Object.fromEntries(texts), ignored };
}
