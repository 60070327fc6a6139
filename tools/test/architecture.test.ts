import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { repoRoot } from '../src/local-stack/repo-root.ts';

const read = (file: string): string => readFileSync(path.join(repoRoot, file), 'utf8');
const isThere = (...parts: string[]): boolean => existsSync(path.join(repoRoot, ...parts));
const foldersOf = (folder: string): string[] =>
  isThere(folder)
    ? readdirSync(path.join(repoRoot, folder), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && entry.name !== 'test-support')
        .map(({ name }) => name)
    : [];

/** As package.json names them, a star being every folder with a package in it. */
const workspaces = (
  JSON.parse(read('package.json')) as { workspaces: string[] }
).workspaces.flatMap((name) => {
  if (!name.endsWith('/*')) return [name];
  const parent = name.slice(0, -2);
  const all = foldersOf(parent).map((folder) => `${parent}/${folder}`);
  return all.filter((folder) => isThere(folder, 'package.json'));
});

const tokensOf = (text: string): string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, one]) => one!);
const roots = /^(libs|services|tools|migrations|docs|deploy|examples)(\/|$)/;
const isPath = (token: string): boolean => roots.test(token) && /^[\w./-]+$/.test(token);

/** Text of each workspace's section. */
const sectionsOf = (text: string): Map<string, string> =>
  new Map(
    text
      .split(/^### /m)
      .slice(1)
      .map((section) => [tokensOf(section)[0] ?? '', section.split(/^## /m)[0]!]),
  );

describe.each(['docs/architecture.md', 'docs/architecture.zh-CN.md'])('%s', (page) => {
  const text = read(page);
  const sections = sectionsOf(text);

  test('names no path that is not there', () => {
    const paths = tokensOf(text).filter(isPath);
    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((token) => !isThere(token))).toEqual([]);
  });

  test('has a section for each workspace, and none for what is gone', () => {
    expect([...sections.keys()].sort()).toEqual([...workspaces].sort());
  });

  test.each(workspaces)('names each source folder of %s, and no other', (workspace) => {
    const named = tokensOf(sections.get(workspace) ?? '')
      .filter((token) => /^[\w-]+\/$/.test(token) && token !== 'src/')
      .map((token) => token.slice(0, -1));
    expect(named.toSorted()).toEqual(foldersOf(`${workspace}/src`).toSorted());
  });
});

test('both languages name the same paths', () => {
  const pathsOf = (page: string) => [...new Set(tokensOf(read(page)).filter(isPath))].sort();
  expect(pathsOf('docs/architecture.zh-CN.md')).toEqual(pathsOf('docs/architecture.md'));
});
