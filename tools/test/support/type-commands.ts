import { expect } from '@jest/globals';
import { runYuexin, type CommandRun } from '../run-yuexin.ts';

/** Somebody at a shell: the same environment for each command. */
export type Typist = {
  /** However it ends. */
  run: (
    args: readonly string[],
    stdin?: string,
    more?: Record<string, string>,
  ) => Promise<CommandRun>;
  /** It must end well, and say nothing on stderr but what people are told. */
  ok: (args: readonly string[], stdin?: string) => Promise<CommandRun>;
  /** What it prints with `--json`. */
  json: <T>(args: readonly string[]) => Promise<T>;
};

export function typeCommands(env: () => Record<string, string>): Typist {
  const run: Typist['run'] = (args, stdin = '', more = {}) =>
    runYuexin(args, { env: { ...env(), ...more }, stdin });
  const ok: Typist['ok'] = async (args, stdin) => {
    const ended = await run(args, stdin);
    expect({ code: ended.code, stderr: ended.code === 0 ? '' : ended.stderr }).toEqual({
      ...{ code: 0, stderr: '' },
    });
    return ended;
  };
  return {
    ...{ run, ok },
    json: async <T>(args: readonly string[]) =>
      JSON.parse((await ok([...args, '--json'])).stdout) as T,
  };
}
