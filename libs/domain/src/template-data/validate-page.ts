import { atMost, brokenBy, type ValueRule, without } from './keyword-rule.ts';
import type { DataProblem } from './validate-template-data.ts';

/** Cap on the length of a page; WeChat documents none (wechat-facts 3.4). */
export const PAGE_LENGTH_MAX = 1024;

const inApp: ValueRule = (page) =>
  /^[a-z][a-z\d+.-]*:|^\/\//i.test(page)
    ? {
        rule: 'format',
        message: 'must be a path inside the mini program (pages/detail?id=1), not a URL',
      }
    : null;

const notEmpty: ValueRule = (page) =>
  page === '' || page.startsWith('?')
    ? { rule: 'empty', message: 'must name a page; leave it out for a card that opens nothing' }
    : null;

const rules: readonly ValueRule[] = [
  inApp,
  atMost(PAGE_LENGTH_MAX),
  without(/[\s\p{Cc}\p{Cs}]/u, 'spaces, control characters or broken characters'),
];

/**
 * The page a message card opens: a path inside the mini program, with a query if wanted. The leading slash is stripped, since
 * some of WeChat's interfaces refuse it (wechat-facts 3.4). Whether the page exists only WeChat knows (41030).
 */
export function validatePage(
  page: string,
): { ok: true; page: string } | { ok: false; problems: DataProblem[] } {
  const path = page.startsWith('//') ? page : page.replace(/^\//, '');
  const broken = brokenBy([...rules, notEmpty], path);
  if (broken.length === 0) return { ok: true, page: path };
  return { ok: false, problems: broken.map((rule) => ({ pointer: '/page', ...rule })) };
}
