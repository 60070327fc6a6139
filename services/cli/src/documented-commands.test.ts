import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import type { Cli } from './cli.ts';
import { createProgram } from './create-program.ts';

/** Nothing is run here. */
const uncalled = new Proxy(() => undefined, { get: () => uncalled }) as unknown as Cli;

/** `apps list`, … of what can be typed; completion is asked by the shell. */
function commandsOf(command: Command, before: readonly string[] = []): string[] {
  const path = [...before, command.name()];
  return command.commands.length === 0
    ? [path.join(' ')]
    : command.commands.flatMap((inner) => commandsOf(inner, path));
}
const existing = createProgram(uncalled)
  .commands.filter((command) => !['completion', 'complete'].includes(command.name()))
  .flatMap((command) => commandsOf(command));

/** The first column of the table: a family, then what it can do. */
function documentedIn(page: string): string[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  const cells = [...text.matchAll(/^\| (`.+?`) +\|/gm)].map(([, cell = '']) => cell);
  return cells.flatMap((cell) => {
    const words = [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word.split(' '));
    let family = '';
    return words.flatMap(([first = '', second], at) => {
      if (at > 0 && second === undefined) return [`${family} ${first}`];
      family = first;
      if (second !== undefined) return [`${first} ${second}`];
      return existing.includes(first) ? [first] : [];
    });
  });
}

test.each(['cli.md', 'cli.zh-CN.md'])('%s names every command there is, and no other', (page) => {
  const documented = documentedIn(page).filter((name) => !name.startsWith('completion '));
  expect(documented.toSorted()).toEqual(existing.toSorted());
});
