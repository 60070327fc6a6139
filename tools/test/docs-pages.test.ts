import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { callbackTypes, TEST_CALLBACK_TYPE } from '@yuexin/domain';
import { repoRoot } from '../src/local-stack/repo-root.ts';

const isPage = (name: string): boolean => name.endsWith('.md');
const docs = readdirSync(path.join(repoRoot, 'docs')).filter(isPage);
const pages = [
  ...docs.map((name) => `docs/${name}`),
  ...['docs/samples/README.md', 'README.md', 'README.zh-CN.md'],
];
const isChinese = (page: string): boolean => page.endsWith('.zh-CN.md');
const chineseOf = (page: string): string => page.replace(/(\.zh-CN)?\.md$/, '.zh-CN.md');
const read = (page: string): string => readFileSync(path.join(repoRoot, page), 'utf8');

/** Where the relative links of a page lead, from the root. */
const linksOf = (page: string): { words: string; target: string }[] =>
  [...read(page).matchAll(/\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(
    ([, words = '', link = '']) => ({ words, target: path.join(path.dirname(page), link) }),
  );

describe('the pages of docs/', () => {
  test.each(pages)('%s links to nothing that is not there', (page) => {
    const dead = linksOf(page).filter(({ target }) => !existsSync(path.join(repoRoot, target)));
    expect(dead).toEqual([]);
  });

  test('all but the reports of runs lead on to somewhere', () => {
    expect(pages.filter((page) => linksOf(page).length === 0)).toEqual([
      'docs/mutation.md',
      'docs/qualification.md',
    ]);
  });

  test('each page is there in Chinese, save what machines list', () => {
    const alone = docs.filter((name) => !docs.includes(chineseOf(name)));
    expect(alone).toEqual(['licences.md', 'mutation.md', 'qualification.md']);
  });

  test.each(pages.filter(isChinese))('%s links to Chinese pages wherever there are', (page) => {
    const english = linksOf(page).filter(
      ({ words, target }) =>
        words !== 'English' &&
        isPage(target) &&
        !isChinese(target) &&
        existsSync(path.join(repoRoot, chineseOf(target))),
    );
    expect(english).toEqual([]);
  });

  test.each(['docs/webhooks.md', 'docs/webhooks.zh-CN.md'])(
    '%s explains each type of callback',
    (page) => {
      const explained = [...read(page).matchAll(/^\| `([a-z]+\.[a-z]+)` +\|/gm)];
      const types = explained.map(([, type]) => type);
      expect(types).toEqual([...callbackTypes, TEST_CALLBACK_TYPE]);
    },
  );
});
