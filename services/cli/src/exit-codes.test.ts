import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { exitCodeMeanings, exitCodes } from './exit-codes.ts';

const read = (name: string): string =>
  readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');
const rowsOf = (text: string): string[][] =>
  [...text.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code = '', meaning = '']) => [
    code,
    meaning,
  ]);

test('every exit code has a meaning, and the documentation says the same in both languages', () => {
  expect(exitCodeMeanings.map(([code]) => code)).toEqual(Object.values(exitCodes));
  expect(rowsOf(read('cli.md'))).toEqual(
    exitCodeMeanings.map(([code, meaning]) => [String(code), meaning]),
  );
  expect(rowsOf(read('cli.zh-CN.md')).map(([code]) => code)).toEqual(
    exitCodeMeanings.map(([code]) => String(code)),
  );
});
