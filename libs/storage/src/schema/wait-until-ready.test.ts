import { describe, expect, it } from '@jest/globals';
import { recordLog } from '../test-support/record-log.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** Every pause moves the clock; `problems` are found one after the other. */
function world(problems: (string | null)[]) {
  const log = recordLog();
  let nowMs = 0;
  let found = 0;
  return {
    log,
    input: {
      findProblem: () => Promise.resolve(problems[found++] ?? null),
      logger: log.logger,
      monotonicMs: () => nowMs,
      pause: (ms: number) => {
        nowMs += ms;
        return Promise.resolve();
      },
    },
  };
}

describe('waitUntilReady', () => {
  it('when nothing is wrong, then it resolves without a word', async () => {
    const { log, input } = world([null]);
    await waitUntilReady(input);
    expect(log.messages()).toEqual([]);
  });

  it('when the cause changes, then each is said once, and the end too', async () => {
    const { log, input } = world(['no server', 'no server', 'not migrated', 'not migrated', null]);
    await waitUntilReady(input);
    expect(log.messages()).toEqual([
      'Waiting for the database: no server',
      'Waiting for the database: not migrated',
      'The database is ready.',
    ]);
  });

  it('when a cause lasts 25 seconds, then it is said three times', async () => {
    const { log, input } = world([...Array<string>(50).fill('no server'), null]);
    await waitUntilReady(input);
    expect(log.messages().filter((message) => message.includes('no server'))).toHaveLength(3);
  });

  it('when it is aborted while waiting, then it rejects with the reason', async () => {
    const { log, input } = world(Array<string>(1_000).fill('no server'));
    const abort = new AbortController();
    const waiting = waitUntilReady({
      findProblem: input.findProblem,
      logger: log.logger,
      signal: abort.signal,
    });
    abort.abort(new Error('shutting down'));
    await expect(waiting).rejects.toThrow('shutting down');
  });
});
