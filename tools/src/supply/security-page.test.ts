import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repoRoot } from '../local-stack/repo-root.ts';

const docs = path.join(repoRoot, 'docs');
const read = (page: string): string => readFileSync(path.join(docs, page), 'utf8');
const filesOf = (text: string): string[] =>
  [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, file = '']) => file);

/** Rows of the table of threats: who, could, what stops it, shown by. */
const threatsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\| *-/.test(line))
    .map((line) => line.split('|').slice(1, -1))
    .filter((cells) => cells.length === 4)
    .slice(1);

describe.each(['security.md', 'security.zh-CN.md'])('docs/%s', (page) => {
  test('names files that are there', () => {
    const missing = filesOf(read(page)).filter((file) => !existsSync(path.join(docs, file)));
    expect(missing).toEqual([]);
  });

  test('names a test, or the rule of the check, for every threat', () => {
    const threats = threatsOf(read(page));
    expect(threats.length).toBeGreaterThan(15);
    const unshown = threats.filter(([, , , shown = '']) => {
      const files = filesOf(shown);
      return files.length === 0 || !files.every((file) => /\.test\.ts$|eslint\.config/.test(file));
    });
    expect(unshown).toEqual([]);
  });

  test('says the same as in the other language', () => {
    const [own, other] = [page, page === 'security.md' ? 'security.zh-CN.md' : 'security.md'];
    const shown = (text: string): string[] =>
      threatsOf(text).flatMap((cells) => filesOf(cells[3]!));
    expect(shown(read(own))).toEqual(shown(read(other)));
  });
});
