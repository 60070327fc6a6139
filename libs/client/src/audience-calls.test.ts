import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createYuexinClient } from './create-yuexin-client.ts';
import { InvalidRequestError } from './errors/problem-error.ts';
import { openScriptedApi, problem, type ScriptedApi } from './test-support/open-scripted-api.ts';

describe('Audiences', () => {
  let api: ScriptedApi;
  beforeEach(async () => {
    api = await openScriptedApi();
  });
  afterEach(() => api.close());
  const audiences = () =>
    createYuexinClient({ baseUrl: api.url, apiKey: 'yx_key', attemptsMax: 3 }).audiences;

  test('when recipients are made one by one, then they arrive as lines of JSON, in order', async () => {
    async function* drivers() {
      for (let at = 0; at < 5_000; at += 1) {
        await Promise.resolve();
        yield { openid: `o${at}`, variables: { to: '上海' } };
      }
    }
    api.answer({ json: { id: 'aud_1', state: 'ready' } });
    expect(await audiences().bringRecipients('aud_1', drivers())).toMatchObject({ state: 'ready' });
    const [seen] = api.seen;
    expect(seen).toMatchObject({ method: 'PUT', url: '/v1/audiences/aud_1/recipients' });
    expect(seen!.headers['content-type']).toBe('application/x-ndjson');
    const lines = seen!.body.trim().split('\n');
    expect(lines).toHaveLength(5_000);
    expect(lines[4_999]).toBe('{"openid":"o4999","variables":{"to":"上海"}}');
  });

  test('when making them fails, then that is the failure, and nothing is sent again', async () => {
    function* drivers() {
      yield { openid: 'o1' };
      throw new RangeError('the query broke off');
    }
    await expect(audiences().bringRecipients('aud_1', drivers())).rejects.toThrow();
    expect(api.seen).toEqual([]);
  });

  test('when a file that can be read again was not taken in time, then it is sent again; a stream is not', async () => {
    api.answer(problem('unavailable', { status: 503, retryable: true }), { json: { id: 'aud_1' } });
    const file = { type: 'text/csv', content: 'openid\no1\n' } as const;
    await audiences().bringFile('aud_1', file);
    expect(api.seen.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
      ['openid\no1\n', 'text/csv'],
      ['openid\no1\n', 'text/csv'],
    ]);
    api.seen.length = 0;
    api.answer(problem('unavailable', { status: 503, retryable: true }));
    await expect(audiences().bringRecipients('aud_1', [{ openid: 'o1' }])).rejects.toThrow();
    expect(api.seen).toHaveLength(1);
  });

  test('when the file is refused, then its problems are told', async () => {
    const errors = [{ pointer: '/1', rule: 'header', message: 'column to is missing' }];
    api.answer(problem('invalid-request', { status: 400, errors }));
    const refused = audiences().bringFile('aud_1', { type: 'text/csv', content: 'x' });
    await expect(refused).rejects.toBeInstanceOf(InvalidRequestError);
  });

  test('is watched until it works no more', async () => {
    const states = ['collecting', 'running', 'running', 'done'];
    api.answer(...states.map((state) => ({ json: { id: 'aud_1', state } })));
    const seen: string[] = [];
    for await (const { state } of audiences().watch('aud_1', { everyMs: 1 })) seen.push(state);
    expect(seen).toEqual(states);
  });
});
