import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { createHotFront } from './hot-front.ts';
import { createRequestContext } from './request-context.ts';
import { defineRoute, type Route } from './route.ts';

const route = (given: { method: 'post' | 'get'; path: string; isHot?: boolean }): Route =>
  defineRoute({
    ...given,
    ...{ operationId: given.path, summary: '', tag: 'Pushes', auth: { kind: 'none' } },
    ...{ isUnlimited: true, params: z.unknown(), query: z.unknown(), replies: {}, problems: [] },
    handle: ({ params, query }) => Promise.resolve({ status: 200, json: { params, query } }),
  });

const front = createHotFront({
  routes: [
    route({ method: 'post', path: '/v1/things', isHot: true }),
    route({ method: 'post', path: '/v1/{appId}/things', isHot: true }),
    route({ method: 'post', path: '/v1/others' }),
  ],
  steps: [createRequestContext()],
  answerFailure: () => false,
  countRequest: () => Promise.resolve(),
  origin: { addressOf: () => undefined, isSecure: () => false },
  startupProblem: () => null,
  keys: { authenticate: () => Promise.reject(new Error('Nobody has a key.')) },
  sessions: { verify: () => Promise.reject(new Error('Nobody has a session.')) },
  consoleSessions: { authenticate: () => Promise.reject(new Error('Nobody is signed in.')) },
});
const server = createServer((request, response) => {
  if (!front(request, response)) response.end('left alone');
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function ask(method: string, target: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  return (await fetch(`http://127.0.0.1:${port}${target}`, { method })).text();
}

describe('the front before Express', () => {
  test('when a hot route is named to the letter, then it is answered, with what path and query say', async () => {
    expect(JSON.parse(await ask('POST', '/v1/things'))).toEqual({ params: {}, query: {} });
    expect(JSON.parse(await ask('POST', '/v1/wx-1_A/things?a=1&b=%E4%B8%AD&a=2'))).toEqual({
      params: { appId: 'wx-1_A' },
      query: { a: ['1', '2'], b: '中' },
    });
  });

  test.each([
    ['GET', '/v1/things'],
    ['OPTIONS', '/v1/things'],
    ['POST', '/v1/things/'],
    ['POST', '/V1/things'],
    ['POST', '/v1/things/more'],
    ['POST', '/v1/%77x/things'],
    ['POST', '/v1//things'],
    ['POST', '/v1/others'],
    ['POST', '/'],
  ])('when it is %s %s, then it is left alone', async (method, target) => {
    expect(await ask(method, target)).toBe('left alone');
  });
});
