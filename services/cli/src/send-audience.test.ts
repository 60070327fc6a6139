import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import type { Audience, AudiencePreview } from '@yuexin/client';
import type { Cli } from './cli.ts';
import { exitCodes } from './exit-codes.ts';
import { createAsker } from './input/create-asker.ts';
import { createOutput } from './output/create-output.ts';
import { sendAudience } from './send-audience.ts';

const id = 'aud_1';

/** Somebody at a terminal, or a script without one, and an api with an audience whose recipients are ready. */
function setUp({ isTerminal, problems = 0 }: { isTerminal: boolean; problems?: number }) {
  const started: unknown[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: isTerminal });
  const sink = () => new PassThrough();
  const { signal } = new AbortController();
  const audience = { id, problems, duplicates: 0, state: 'ready' } as Audience;
  const preview = { recipients: 3, grantsSpent: 2, waitsFor: [] } as unknown as AudiencePreview;
  const audiences = {
    create: () => Promise.resolve(audience),
    preview: () => Promise.resolve(preview),
    async *watch() {
      await Promise.resolve();
      yield { ...audience, progress: { accepted: 0, refused: 0 }, recipients: 3, waitsFor: null };
    },
    start: (_id: string, body: unknown) => {
      started.push(body);
      return Promise.reject(new Error('started'));
    },
  };
  const cli = {
    ...{ out: createOutput({ stdout: sink(), stderr: sink(), isJson: () => true }), call: {} },
    ...{ asker: createAsker({ stdin, stderr: sink(), signal }), env: {}, signal },
    client: () => ({ audiences }) as unknown as ReturnType<Cli['client']>,
  };
  const send = (options: object = {}) =>
    sendAudience(cli, undefined, { ...{ holders: true, template: 't', watch: false }, ...options });
  return { send, started, type: (text: string) => stdin.write(text) };
}

const goesOn = `${id} stays ready: \`yuexin audience start ${id}\` starts it, \`yuexin audience cancel ${id}\` ends it.`;

describe('An audience that was brought, and nobody says yes', () => {
  test('when the answer is no, then it is not started, and what is left is told with how to go on', async () => {
    const { send, started, type } = setUp({ isTerminal: true });
    const sent = send();
    type('n\n');
    await expect(sent).rejects.toMatchObject({
      ...{ message: 'Nothing was done.', exitCode: exitCodes.notConfirmed, cure: goesOn },
    });
    expect(started).toEqual([]);
  });

  test('when nobody is there to ask, then that is told beside how to say yes beforehand', async () => {
    const { send, started } = setUp({ isTerminal: false });
    await expect(send()).rejects.toMatchObject({
      ...{ exitCode: exitCodes.notConfirmed, cure: `Say yes beforehand with --yes. ${goesOn}` },
    });
    expect(started).toEqual([]);
  });

  test('when lines are left out, then the way to start it says so', async () => {
    const { send } = setUp({ isTerminal: false, problems: 1 });
    await expect(send({ leaveOutProblems: true })).rejects.toMatchObject({
      cure: expect.stringContaining(`audience start ${id} --leave-out-problems\``) as unknown,
    });
  });
});

test('when it is started, then the reason goes along', async () => {
  const { send, started } = setUp({ isTerminal: false });
  await expect(send({ yes: true, because: 'spring rates' })).rejects.toThrow('started');
  expect(started).toEqual([{ leaveOutProblems: false, reason: 'spring rates' }]);
});
