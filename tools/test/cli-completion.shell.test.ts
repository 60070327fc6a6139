import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeScratch } from '../src/local-stack/make-scratch.ts';
import { startCommand, yuexinBin } from './run-yuexin.ts';
import { typeCommands } from './support/type-commands.ts';

jest.setTimeout(60_000);

/** How each shell is asked for what may follow: as it asks the function that the script declares. */
const shells = [
  {
    shell: 'bash',
    start: ['bash', '--norc', '-c'],
    prepare: '',
    registered: 'complete -p yuexin',
    ask: (words: readonly string[]) =>
      `COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _yuexin; printf '%s\\n' "\${COMPREPLY[@]}"`,
  },
  {
    shell: 'zsh',
    start: ['zsh', '-f', '-c'],
    prepare: 'autoload -Uz compinit && compinit -u -D',
    registered: 'print -r -- $_comps[yuexin]',
    // What zsh itself offers is drawn on a terminal: here its two functions print what they are given.
    ask: (words: readonly string[]) =>
      `_describe() { for one in $candidates; do print -r -- "\${one%%:*}"; done }; _files() { print -r -- '(files)' }
       words=(${words.join(' ')}); CURRENT=${words.length}; _yuexin`,
  },
].filter(({ shell }) => spawnSync(shell, ['-c', ':']).status === 0);

/** The commands ask no api: they need none. */
describe.each(shells)('completion in $shell', ({ shell, start, prepare, registered, ask }) => {
  let home: string;
  let script: string;
  beforeAll(async () => {
    home = makeScratch('yuexin-completion-');
    mkdirSync(path.join(home, 'bin'));
    writeFileSync(
      path.join(home, 'bin', 'yuexin'),
      `#!/bin/sh\nexec '${process.execPath}' '${yuexinBin}' "$@"\n`,
      { mode: 0o755 },
    );
    const typist = typeCommands(() => ({ XDG_CONFIG_HOME: home }));
    ({ stdout: script } = await typist.ok(['completion', shell]));
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  const inShell = async (command: string): Promise<string[]> => {
    const typed = [prepare, script, command].join('\n');
    const run = await startCommand([...start, typed], {
      env: { PATH: `${path.join(home, 'bin')}:${process.env.PATH ?? ''}`, HOME: home },
    }).ended;
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return run.stdout.trim().split('\n');
  };
  const complete = (...words: string[]): Promise<string[]> =>
    inShell(ask(words.map((word) => `'${word}'`)));

  test('is registered by the script alone', async () => {
    expect((await inShell(registered)).join()).toMatch(/_yuexin/);
  });

  test('completes commands, their options, and the choices of an option', async () => {
    expect(await complete('yuexin', 'dead')).toEqual(['dead-letters']);
    expect(await complete('yuexin', 'push', 'w')).toEqual(['watch']);
    expect(await complete('yuexin', 'push', 'list', '--sta')).toEqual(['--state']);
    expect(await complete('yuexin', 'push', 'list', '--state', 'un')).toEqual(['unconfirmed']);
    expect(await complete('yuexin', 'completion', 'z')).toEqual(['zsh']);
  });

  test('offers every family of commands to who has typed nothing yet', async () => {
    expect(await complete('yuexin', '')).toEqual(
      expect.arrayContaining(['profiles', 'apps', 'keys', 'templates', 'push', 'dead-letters']),
    );
  });

  test('where it knows nothing, the files are left to the shell', async () => {
    const told = await complete('yuexin', 'users', 'import', 'no-such-');
    expect(told).toEqual(shell === 'zsh' ? ['(files)'] : ['']);
  });
});
