import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { CallDescription } from './call-description.ts';
import { createYuexinClient } from './create-yuexin-client.ts';
import { ConnectionError } from './errors/connection-error.ts';
import {
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NoGrantError,
  NotFoundError,
  ProblemError,
  UnauthenticatedError,
  UnavailableError,
} from './errors/problem-error.ts';
import { TimeoutError } from './errors/timeout-error.ts';
import { UnreadableAnswerError } from './errors/unreadable-answer-error.ts';
import { apiCalls } from './generated/api-calls.ts';
import { openScriptedApi, problem, type ScriptedApi } from './test-support/open-scripted-api.ts';

const newPush = { appId: 'wx1', templateId: 't', to: { openid: 'o' }, data: {} };

describe('the client', () => {
  let api: ScriptedApi;
  let other: ScriptedApi | undefined;
  beforeEach(async () => {
    other = undefined;
    api = await openScriptedApi();
  });
  afterEach(async () => {
    await api.close();
    await other?.close();
  });

  const client = (more: { attemptsMax?: number; timeoutMs?: number } = {}) =>
    createYuexinClient({ baseUrl: api.url, apiKey: 'yx_key', attemptsMax: 1, ...more });

  const rows = Object.entries<Record<string, CallDescription>>(apiCalls).flatMap(([group, calls]) =>
    Object.entries(calls).map(([name, call]) => ({ ...call, at: `${group}.${name}`, group, name })),
  );

  test.each(rows)('$at is $method $path', async ({ group, name, ...call }) => {
    const groups = client() as unknown as Record<
      string,
      Record<string, (...a: unknown[]) => unknown>
    >;
    const params = [...call.path.matchAll(/\{\w+\}/g)].map(() => 'a/b');
    const given = [
      ...params,
      ...(call.hasQuery ? [{ limit: 1 }] : []),
      ...(call.bodyType === null ? [] : [{ some: 'body' }]),
      { sessionToken: 'a-session' },
    ];
    api.answer({ status: call.statuses[0]!, json: { data: [], nextCursor: null } });
    const answer = groups[group]?.[name]?.(...given);
    await (call.pagedBy === null ? answer : (answer as { firstPage(): unknown }).firstPage());
    const [seen] = api.seen;
    expect(seen?.method).toBe(call.method);
    const path = call.path.replace(/\{\w+\}/g, 'a%2Fb');
    expect(seen?.url).toBe(call.hasQuery ? `${path}?limit=1` : path);
    const tokens = { key: 'Bearer yx_key', session: 'Bearer a-session', none: undefined };
    expect(seen?.headers.authorization).toBe(tokens[call.auth]);
  });

  test('a list is walked page by page, with its filter, and no further than it is read', async () => {
    api.answer(
      { json: { data: [{ id: 1 }, { id: 2 }], nextCursor: 'c1' } },
      { json: { data: [{ id: 3 }], nextCursor: 'c 2' } },
      { json: { data: [{ id: 4 }], nextCursor: null } },
    );
    const found: unknown[] = [];
    for await (const push of client().pushes.list({ state: ['dead', 'parked'], limit: 2 })) {
      found.push(push);
      if (found.length === 3) break;
    }
    expect(found).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
    expect(api.seen.map(({ url }) => url)).toEqual([
      '/v1/pushes?state=dead&state=parked&limit=2',
      '/v1/pushes?state=dead&state=parked&limit=2&cursor=c1',
    ]);
  });

  test('a search carries its cursor in the body, the phone never in the URL', async () => {
    api.answer(
      { json: { data: [{ id: 1 }], nextCursor: 'c1' } },
      { json: { data: [{ id: 2 }], nextCursor: null } },
    );
    const found = await client().pushes.search({ phone: '+8613800000000' }).toArray();
    expect(found).toHaveLength(2);
    expect(api.seen.map(({ url }) => url)).toEqual(['/v1/pushes/search', '/v1/pushes/search']);
    expect(api.seen.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { phone: '+8613800000000' },
      { phone: '+8613800000000', cursor: 'c1' },
    ]);
  });

  test.each([
    [400, 'invalid-request', InvalidRequestError],
    [401, 'unauthenticated', UnauthenticatedError],
    [403, 'forbidden', ForbiddenError],
    [404, 'not-found', NotFoundError],
    [409, 'conflict', ConflictError],
    [409, 'no-grant', NoGrantError],
    [422, 'template-data-invalid', InvalidRequestError],
    [422, 'a-code-of-tomorrow', InvalidRequestError],
    [502, 'wechat-refused', UnavailableError],
    [418, 'a-code-of-tomorrow', ProblemError],
  ])(
    'a %d %s is an error class of its own, with the problem inside',
    async (status, code, Class) => {
      const errors = [{ pointer: '/data/thing1', rule: 'max-length', message: 'is too long' }];
      api.answer(problem(code, { status, errors }));
      const failure = await client()
        .pushes.create(newPush)
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(Class);
      expect((failure as Error).name).toBe(Class.name);
      expect(failure).toMatchObject({
        ...{ code, status, requestId: 'req-1', errors, problem: { detail: 'It is so.' } },
        message: `A ${code}: It is so. /data/thing1 is too long`,
      });
    },
  );

  test('what an error says, it says once', async () => {
    const said = async (title: string, detail: string, errors?: object[]): Promise<string> => {
      api.answer({
        status: 422,
        headers: { 'content-type': 'application/problem+json' },
        json: { code: 'x', title, detail, status: 422, requestId: 'r', retryable: false, errors },
      });
      const failure = await client()
        .pushes.get('psh_1')
        .catch((error: unknown) => error);
      return (failure as Error).message;
    };
    const errors = [{ pointer: '/data/thing1', rule: 'required', message: 'is missing' }];
    const detail = 'The data does not fit the template (1 problem): see `errors`.';
    expect(await said('The data does not fit the template', detail, errors)).toBe(
      'The data does not fit the template (1 problem). /data/thing1 is missing',
    );
    expect(await said('Not found', 'There is no such push.')).toBe(
      'Not found: There is no such push.',
    );
  });

  test('nothing listens there: the error names the address and why', async () => {
    await api.close();
    await expect(client().pushes.get('psh_1')).rejects.toThrow(ConnectionError);
    await expect(client().pushes.get('psh_1')).rejects.toThrow(
      `${api.url} cannot be reached: ECONNREFUSED.`,
    );
    api = await openScriptedApi();
  });

  test('no answer in time is a TimeoutError; a long poll is given its wait on top', async () => {
    api.answer('hang');
    await expect(client({ timeoutMs: 20 }).pushes.get('psh_1')).rejects.toThrow(TimeoutError);
    const begunAt = performance.now();
    await expect(client({ timeoutMs: 20 }).pushes.get('psh_1', { wait: 1 })).rejects.toThrow(
      TimeoutError,
    );
    expect(performance.now() - begunAt).toBeGreaterThan(1_000);
  });

  test('a call that is aborted rejects with the reason, in a request and in a wait', async () => {
    api.answer('hang');
    const inRequest = new AbortController();
    const hanging = client().pushes.get('psh_1', {}, { signal: inRequest.signal });
    const ended = expect(hanging).rejects.toThrow('enough');
    while (api.seen.length < 1) await new Promise(setImmediate);
    inRequest.abort(new Error('enough'));
    await ended;

    const headers = { 'retry-after': '30' };
    const inWait = new AbortController();
    api.answer(problem('unavailable', { status: 503, retryable: true, headers }));
    const waiting = client({ attemptsMax: 3 }).pushes.get('psh_1', {}, { signal: inWait.signal });
    const rejected = expect(waiting).rejects.toThrow('enough');
    while (api.seen.length < 2) await new Promise(setImmediate);
    inWait.abort(new Error('enough'));
    await rejected;
  });

  test('what is not the api is named as that, and a redirect is not followed', async () => {
    other = await openScriptedApi();
    api.answer({ status: 302, headers: { location: other.url } });
    await expect(client().pushes.get('psh_1')).rejects.toThrow(/a redirect to http.*baseUrl right/);
    expect(other.seen).toEqual([]);
    api.answer({ headers: { 'content-type': 'text/html' }, text: '<html>Log in</html>' });
    await expect(client().pushes.get('psh_1')).rejects.toThrow(UnreadableAnswerError);
  });

  describe('JSON of another service is no answer of the api', () => {
    const strange = { errcode: 40066, errmsg: 'invalid url' };
    const hidden = { 'x-request-id': '' };
    const calls = {
      create: () => client().pushes.create(newPush),
      get: () => client().pushes.get('psh_1'),
      list: () => client().apps.list().toArray(),
      remove: () => client().apiKeys.revoke('key_1'),
    };

    test.each([
      ['create', 'a status that is not documented', { status: 200, json: { id: 'psh_1' } }],
      ['remove', 'a status that is not documented', { status: 200, json: strange }],
      ['create', 'no request id, none of a push', { status: 202, json: strange, headers: hidden }],
      ['get', 'no request id, none of a push', { status: 200, json: strange, headers: hidden }],
      ['get', 'no object', { status: 200, text: 'null' }],
      ['list', 'no items', { status: 200, json: strange }],
      ['list', 'items that are no list', { status: 200, json: { data: {}, nextCursor: null } }],
    ] as const)('%s: %s', async (name, _what, answer) => {
      api.answer(answer);
      const failure = await calls[name]().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(UnreadableAnswerError);
      expect((failure as Error).message).toMatch(/Is baseUrl right\?$/);
      expect(api.seen).toHaveLength(1);
    });

    test('where the request id is hidden, an answer is known by what is in it', async () => {
      api.answer({ json: { id: 'psh_1', appId: 'wx1' }, headers: hidden });
      expect(await calls.get()).toEqual({ id: 'psh_1', appId: 'wx1' });
    });
  });

  test('a key that is found anew is asked for at every attempt', async () => {
    const keys = ['yx_old', 'yx_new'];
    api.answer('cut', { json: { id: 'psh_1' } });
    const rotating = createYuexinClient({
      baseUrl: `${api.url}/`,
      apiKey: () => keys.shift() ?? '',
    });
    await rotating.pushes.get('psh_1');
    expect(api.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer yx_old',
      'Bearer yx_new',
    ]);
  });

  test('waiting for the end polls until the push has ended', async () => {
    api.answer({ json: { state: 'queued' } }, { json: { state: 'sent' } });
    expect(await client().pushes.waitForEnd('psh_1')).toEqual({ state: 'sent' });
    expect(api.seen.map(({ url }) => url)).toEqual([
      '/v1/pushes/psh_1?wait=30',
      '/v1/pushes/psh_1?wait=30',
    ]);
  });

  test('the two halves of a replay are two calls', async () => {
    await client().deadLetters.previewReplay({ errcode: 47003 }, { mayDuplicate: true });
    await client().deadLetters.startReplay('rpt_1', { ratePerSecond: 5 });
    expect(api.seen.map(({ body }): unknown => JSON.parse(body))).toEqual([
      { filter: { errcode: 47003 }, dryRun: true, mayDuplicate: true },
      { ratePerSecond: 5, previewToken: 'rpt_1' },
    ]);
  });

  test.each(['', 'localhost:3000', 'ftp://x', 'http://'])('%p is no baseUrl', (baseUrl) => {
    expect(() => createYuexinClient({ baseUrl })).toThrow(/baseUrl must be an address/);
  });

  test.each(['', '.', '..', undefined])('%p is no id: no other address is asked', async (id) => {
    await expect(client().pushes.get(id!)).rejects.toThrow(/needs id/);
    expect(api.seen).toEqual([]);
  });
});
