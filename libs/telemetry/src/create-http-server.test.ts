import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHttpServer } from './create-http-server.ts';

const server = createHttpServer((_request, response) => response.end('fine'));
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve())));
afterAll(() => {
  server.closeAllConnections();
  return new Promise<void>((resolve) => server.close(() => resolve()));
});

const say = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    socket.on('close', () => resolve(said));
    socket.on('error', () => resolve(said));
    socket.write(bytes);
  });

const request = (...lines: string[]): string => `${['GET / HTTP/1.1', ...lines].join('\r\n')}\r\n`;

describe('what is no request', () => {
  test.each([
    [400, 'speaks another protocol', 'ICY\r\n\r\n'],
    [400, 'has no Host in HTTP/1.1', request('X: y', '')],
    [400, 'has a header with a NUL', request('Host: a', 'X: \u0000', '')],
    [400, 'tells two lengths', request('Host: a', 'Content-Length: 1', 'Content-Length: 2', '')],
    [431, 'has headers without end', request('Host: a', `X: ${'x'.repeat(20_000)}`, '')],
    [417, 'expects what nobody knows', request('Host: a', 'Expect: banana', '')],
  ])('is answered %d with a problem that says so when it %s', async (status, _why, bytes) => {
    const [head = '', body = ''] = (await say(bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({
      ...{ status, code: 'invalid-request', type: '/problems/invalid-request' },
      errors: [{ pointer: '', rule: 'http', message: expect.stringMatching(/\S/) }],
    });
  });

  test('does not disturb a request that came before it on the same connection', async () => {
    const said = await say(`${request('Host: a', '')}nonsense\r\n\r\n`);
    expect(said).toContain('fine');
  });
});
