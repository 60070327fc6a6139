import { describe, expect, test } from '@jest/globals';
import { validatePage } from './validate-page.ts';

describe('the page of a push', () => {
  test.each([
    ['pages/detail?id=42', 'pages/detail?id=42'],
    ['/pages/detail', 'pages/detail'],
    ['pages/detail?url=https%3A%2F%2Fexample.com', 'pages/detail?url=https%3A%2F%2Fexample.com'],
    ['pages/a?to=b:c', 'pages/a?to=b:c'],
    ['pages/a?to=//b', 'pages/a?to=//b'],
    ['页面/详情', '页面/详情'],
    ['p'.repeat(1024), 'p'.repeat(1024)],
    [`/${'p'.repeat(1024)}`, 'p'.repeat(1024)],
  ])('%s is taken, without its leading slash', (page, taken) => {
    expect(validatePage(page)).toEqual({ ok: true, page: taken });
  });

  test.each([
    ['', ['empty']],
    ['/', ['empty']],
    ['?id=1', ['empty']],
    ['https://example.com/', ['format']],
    ['//example.com/', ['format']],
    ['javascript:alert(1)', ['format']],
    ['pages/a b', ['characters']],
    ['pages/a\nb', ['characters']],
    ['pages/a\ud83d', ['characters']],
    ['p'.repeat(1025), ['max-length']],
    [`https://${'p'.repeat(1025)}`, ['format', 'max-length']],
  ])('%j is refused: %j', (page, rules) => {
    const result = validatePage(page);
    expect(result.ok ? [] : result.problems.map(({ rule }) => rule)).toEqual(rules);
    expect(result.ok ? [] : result.problems.map(({ pointer }) => pointer)).toEqual(
      rules.map(() => '/page'),
    );
  });

  test.each([
    ['', 'must name a page; leave it out for a card that opens nothing'],
    ['//a', 'must be a path inside the mini program (pages/detail?id=1), not a URL'],
    ['pages/a b', 'must not hold spaces, control characters or broken characters (it has U+0020)'],
  ])('%j is told what is wrong', (page, message) => {
    expect(validatePage(page)).toMatchObject({ ok: false, problems: [{ message }] });
  });

  test('a page that is too long is told with limit and length', () => {
    expect(validatePage('p'.repeat(1025))).toEqual({
      ok: false,
      problems: [
        {
          pointer: '/page',
          rule: 'max-length',
          message: 'is 1025 characters long; at most 1024 are allowed',
          limit: 1024,
          actual: 1025,
        },
      ],
    });
  });
});
