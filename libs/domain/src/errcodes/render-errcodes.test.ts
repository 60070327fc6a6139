import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { pageLanguages, type PageLanguage } from '../page-language.ts';
import { errcodeTable } from './errcode-table.ts';
import { renderErrcodes } from './render-errcodes.ts';

const pages = { en: 'errcodes.md', 'zh-CN': 'errcodes.zh-CN.md' } as const;

/** The cells of each row, without the head. */
const rowsOf = (language: PageLanguage): string[][] =>
  renderErrcodes(language)
    .split('\n')
    .filter((line) => /^\| -?\d/.test(line))
    .map((line) => line.slice(2, -2).split(' | '));

describe('the pages of the errcodes', () => {
  test.each(pageLanguages)(
    'the page in %s is what the table renders (npm run docs)',
    (language) => {
      const page = new URL(`../../../../docs/${pages[language]}`, import.meta.url);
      expect(readFileSync(page, 'utf8')).toBe(renderErrcodes(language));
    },
  );

  test.each(pageLanguages)('the page in %s has every code, with its reason', (language) => {
    expect(rowsOf(language).map(([code, , , , , , reason]) => [code, reason])).toEqual(
      errcodeTable.map(({ code, reason }) => [String(code), `\`${reason}\``]),
    );
  });

  test('in Chinese the class, what happens, the grant and the meaning are Chinese', () => {
    const han = /\p{Script=Han}/u;
    const foreign = rowsOf('zh-CN').flatMap(([code, , about, action, grant, , , meaning]) =>
      [about, action, grant, meaning].some((text) => !han.test(text ?? '')) ? [code] : [],
    );
    expect(foreign).toEqual([]);
    expect(rowsOf('en').filter((cells) => cells.some((text) => han.test(text)))).toEqual([]);
  });

  test('both languages say of the same codes the same things', () => {
    const distinct = (language: PageLanguage): number[][] => {
      const rows = rowsOf(language);
      // Each text as the place where it was first said.
      return [2, 3, 4, 5].map((column) =>
        rows.map((row) => rows.findIndex((other) => other[column] === row[column])),
      );
    };
    expect(distinct('zh-CN')).toEqual(distinct('en'));
  });
});
