import { expect, test } from '@jest/globals';
import { problemCatalog } from './problem-catalog.ts';
import { problemCatalogZh } from './problem-catalog-zh.ts';

/** Names of fields, headers and values, which no language changes. */
const codesIn = (text: string): string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code).sort();

test.each(Object.keys(problemCatalog) as (keyof typeof problemCatalog)[])(
  '%s says in Chinese what it says in English: the same fields and headers are named',
  (code) => {
    const [en, zh] = [problemCatalog[code], problemCatalogZh[code]];
    for (const part of ['meaning', 'whatToDo'] as const)
      expect(codesIn(zh[part])).toEqual(codesIn(en[part]));
    expect(`${zh.title}${zh.meaning}${zh.whatToDo}`).toMatch(/\p{Script=Han}/u);
  },
);
