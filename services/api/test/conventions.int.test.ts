import { describe, expect, test } from '@jest/globals';
import { adminKey, createApiBed, problemsOf, type Problem } from './support/api-bed.ts';
import { setUpFreight } from './support/freight.ts';

const api = await createApiBed({ rateLimitPerMinute: 60 });
const { storage } = api;

const raw = (body: string | Uint8Array, headers: Record<string, string>, path = '/v1/pushes') =>
  fetch(api.url() + path, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${adminKey}`, ...headers },
  });

test('an idle connection is kept longer than a load balancer keeps it', async () => {
  const { headers } = await api.call('GET', '/livez', { key: null });
  expect(headers.get('keep-alive')).toBe('timeout=65');
});

describe('problems', () => {
  test('when something is refused, then the answer is a whole problem document that points to its page', async () => {
    const answer = await api.call<Problem>('GET', '/v1/pushes?limit=0');
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer.body).toEqual({
      type: '/problems/invalid-request',
      title: 'The request is not valid',
      status: 400,
      detail: 'One problem: see `errors`.',
      code: 'invalid-request',
      requestId: answer.headers.get('x-request-id'),
      retryable: false,
      errors: [
        { pointer: '/query/limit', rule: 'limit', message: 'must be a whole number from 1 to 200' },
      ],
    });
    const page = await api.call('GET', answer.body.type, { key: null });
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page.text).toContain('The request is not valid');
  });

  test('when there is nothing at the address, or not with this verb, then 404', async () => {
    for (const [method, path] of [
      ['GET', '/nothing'],
      ['DELETE', '/v1/pushes'],
      ['GET', '/problems/nothing'],
      ['GET', '/problems/toString'],
    ] as const)
      expect([path, (await api.call(method, path)).status]).toEqual([path, 404]);
  });
});

describe('bodies', () => {
  test('when the body is not JSON by its type, charset or encoding, then 415', async () => {
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=gbk',
    ];
    for (const type of types) {
      const answer = await raw('{}', { 'content-type': type });
      expect([type, answer.status]).toEqual([type, 415]);
      expect(((await answer.json()) as Problem).code).toBe('unsupported-media-type');
    }
    const squeezed = await raw('{}', {
      'content-type': 'application/json',
      'content-encoding': 'rot13',
    });
    expect(squeezed.status).toBe(415);
  });

  test('when the body is too large, then 413: 256 KiB, and 4 MiB for a batch', async () => {
    const big = (bytes: number) => JSON.stringify({ pushes: ['x'.repeat(bytes)] });
    const json = { 'content-type': 'application/json' };
    const single = await raw(big(256 * 1024), json);
    expect([single.status, ((await single.json()) as Problem).code]).toEqual([
      413,
      'payload-too-large',
    ]);
    expect((await raw(big(256 * 1024), json, '/v1/pushes/batch')).status).toBe(202);
    expect((await raw(big(4 * 1024 * 1024), json, '/v1/pushes/batch')).status).toBe(413);
  });

  test('when the body is missing, broken or not UTF-8, then 400 says so', async () => {
    const json = { 'content-type': 'application/json; charset=utf-8' };
    const missing = await api.call('POST', '/v1/pushes');
    expect([missing.status, problemsOf(missing)]).toEqual([400, [' required']]);
    for (const body of ['{"a":', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])]) {
      const answer = await raw(body, json);
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as Problem).errors).toMatchObject([
        { pointer: '', rule: 'json' },
      ]);
    }
  });
});

describe('keys', () => {
  test('when the key is missing, unknown or of another scheme, then 401 says how', async () => {
    for (const authorization of [
      '',
      'Bearer',
      'Bearer yx_nobody',
      'Bearer x',
      `Basic ${adminKey}`,
    ]) {
      const answer = await fetch(`${api.url()}/v1/pushes`, { headers: { authorization } });
      expect([authorization, answer.status]).toEqual([authorization, 401]);
      expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });
});

describe('request ids', () => {
  test('when one is sent, then it comes back, in the problem and the log too; one that cannot be is replaced', async () => {
    const given = await api.call<Problem>('GET', '/v1/nothing', {
      headers: { 'x-request-id': 'caller-42' },
    });
    expect(given.headers.get('x-request-id')).toBe('caller-42');
    expect(given.body.requestId).toBe('caller-42');
    expect(api.logged()).toContain('caller-42');
    const odd = await api.call('GET', '/v1/nothing', { headers: { 'x-request-id': 'a b' } });
    expect(odd.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('when a trace is sent, then the log lines carry it', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    await api.call('GET', '/v1/apps', { headers: { traceparent } });
    expect(api.logged()).toContain(traceparent);
  });
});

describe('rate limits', () => {
  test('when a key has used up its minute, then 429 says for how long; other keys go on', async () => {
    const key = await api.createKey({ scopes: ['push:read'] });
    const answers = [];
    for (let at = 0; at < 61; at += 1)
      answers.push(await api.call('GET', '/v1/pushes?limit=1', { key }));
    const [first] = answers;
    expect(first!.status).toBe(200);
    expect(first!.headers.get('ratelimit-policy')).toMatch(/^"minute"; q=60; w=60/);
    expect(first!.headers.get('ratelimit')).toMatch(/^"minute"; r=59; t=\d+$/);
    const last = answers.at(-1)!;
    expect([last.status, last.body.code, last.body.retryable]).toEqual([429, 'rate-limited', true]);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    const other = await api.createKey({ scopes: ['push:read'] });
    expect((await api.call('GET', '/v1/pushes', { key: other })).status).toBe(200);
  });

  test('when keys are guessed, then the address is limited', async () => {
    let status = 0;
    for (let at = 0; at < 80 && status !== 429; at += 1)
      status = (await api.call('GET', '/v1/pushes', { key: `yx_guess-${at}` })).status;
    expect(status).toBe(429);
    // WeChat's events may come from that address as well; refused three times they would be lost.
    const event = await api.call('POST', '/v1/wechat/wx0000000000000000/events', { key: null });
    expect(event.status).toBe(404);
  });
});

test('no answer names Express, and every answer forbids sniffing and framing', async () => {
  const freight = await setUpFreight(storage);
  const answer = await api.call('POST', '/v1/pushes', { body: freight.push() });
  expect(answer.headers.get('x-powered-by')).toBeNull();
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
});
