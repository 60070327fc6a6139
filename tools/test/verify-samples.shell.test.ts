import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { signCallback } from '@yuexin/callbacks';
import { eventually } from '@yuexin/testkit';
import { freePort } from '../src/local-stack/ports.ts';
import { sampleCommands, sampleFile } from './support/sample-commands.ts';

jest.setTimeout(180_000);

/** There is nothing to receive with in a shell. */
const samples = Object.entries(sampleCommands)
  .filter(([suffix]) => suffix !== 'sh')
  .map(
    ([suffix, command]) =>
      [suffix === 'java' ? 'Verify.java' : `verify.${suffix}`, command] as const,
  );

const makeSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
const secret = makeSecret();
const id = 'cbk_019b8c5e-5b60-7d33-9e02-3c7f1e0aa924';
const body = JSON.stringify({
  ...{ type: 'push.sent', timestamp: '2026-01-05T08:00:01.000Z', sequence: 1 },
  data: { id: 'psh_019b8c5e', data: { thing1: { value: '【广州】-->【上海】' } } },
});

type Callback = { headers: Record<string, string>; body: string };

/** Signed as the worker signs, so many seconds ago. */
function makeCallback({ secrets = [secret], ageSeconds = 0 } = {}): Callback {
  const timestampSeconds = Math.floor(Date.now() / 1000) - ageSeconds;
  const signature = signCallback({ id, timestampSeconds, body, secrets });
  const stamp = { 'webhook-id': id, 'webhook-timestamp': String(timestampSeconds) };
  return { body, headers: { ...stamp, 'webhook-signature': signature } };
}
const withHeader = (name: string, change: (value: string) => string): Callback => {
  const callback = makeCallback();
  const value = change(callback.headers[name] ?? '');
  return { ...callback, headers: { ...callback.headers, [name]: value } };
};
const without = (name: string): Callback => {
  const { headers, ...rest } = makeCallback();
  const kept = Object.entries(headers).filter(([one]) => one !== name);
  return { ...rest, headers: Object.fromEntries(kept) };
};

const genuine: readonly (() => Callback)[] = [
  () => makeCallback(),
  () => makeCallback({ secrets: [makeSecret(), secret] }),
  () => makeCallback({ secrets: [secret, makeSecret()] }),
  () => makeCallback({ ageSeconds: 200 }),
  () => makeCallback({ ageSeconds: -200 }),
  () => withHeader('webhook-signature', (value) => `v2,x ${value}`),
];
const forged: Readonly<Record<string, () => Callback>> = {
  'another body': () => ({ ...makeCallback(), body: body.replace('上海', '北京') }),
  'another id': () => withHeader('webhook-id', (value) => `${value}0`),
  'another time': () => withHeader('webhook-timestamp', (value) => String(Number(value) - 1)),
  'another secret': () => makeCallback({ secrets: [makeSecret(), makeSecret()] }),
  'an old one': () => makeCallback({ ageSeconds: 400 }),
  'one of the future': () => makeCallback({ ageSeconds: -400 }),
  'no time': () => withHeader('webhook-timestamp', () => 'soon'),
  'no id': () => without('webhook-id'),
  'no timestamp': () => without('webhook-timestamp'),
  'no signature': () => without('webhook-signature'),
  'half a signature': () => withHeader('webhook-signature', (value) => value.slice(0, 20)),
  'another version': () => withHeader('webhook-signature', (value) => value.replace('v1,', 'v2,')),
  'a signature that is no ASCII': () => withHeader('webhook-signature', () => 'v1,é'),
};

describe('the samples of receivers', () => {
  let receiver: ChildProcess | undefined;
  afterEach(async () => {
    if (receiver?.pid === undefined) return;
    const ended = new Promise((resolve) => receiver?.once('exit', resolve));
    // A group of its own: `go run` starts what it built.
    process.kill(-receiver.pid, 'SIGKILL');
    await ended;
  });

  test.each(samples)(
    'samples/%s takes what is signed with its secret, also beside another one, and nothing else',
    async (file, [command, ...args]) => {
      const port = String(await freePort());
      const start = file.endsWith('.php') ? ['-S', `127.0.0.1:${port}`] : [];
      receiver = spawn(command, [...args, ...start, sampleFile(file)], {
        detached: true,
        env: { ...process.env, LANG: 'C', LC_ALL: 'C', PORT: port, WEBHOOK_SECRET: secret },
        stdio: 'ignore',
      });
      const post = async (callback: Callback): Promise<number> => {
        const { status } = await fetch(`http://127.0.0.1:${port}/yuexin`, {
          ...{ method: 'POST', ...callback },
          headers: { 'content-type': 'application/json', ...callback.headers },
        });
        return status;
      };
      await eventually(() => post(makeCallback()), { timeoutMs: 120_000, intervalMs: 100 });
      for (const make of genuine) expect(await post(make())).toBe(204);
      for (const [what, make] of Object.entries(forged))
        expect([what, await post(make())]).toEqual([what, 400]);
      expect(await post(makeCallback())).toBe(204);
    },
  );
});
