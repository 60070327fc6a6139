import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHttpSender, type HttpSender } from './http-sender.ts';

describe('the http sender', () => {
  let server: Server;
  let sender: HttpSender;
  let inFlight: number;
  let mostInFlight: number;
  let connections: number;
  beforeEach(async () => {
    inFlight = mostInFlight = connections = 0;
    server = createServer((request, response) => {
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        setImmediate(() => {
          inFlight -= 1;
          if (request.url === '/broken') {
            request.socket.destroy();
            return;
          }
          const text = `${request.method ?? ''} ${request.url ?? ''} ${request.headers['x-key'] as string} ${Buffer.concat(chunks).toString('utf8')}`;
          response.writeHead(202, { 'content-length': Buffer.byteLength(text) }).end(text);
        });
      });
    });
    server.on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    sender = createHttpSender({ origin: `http://127.0.0.1:${String(port)}`, connections: 2 });
  });
  afterEach(() => {
    sender.close();
    server.close();
  });

  const send = async (path: string, body: string): Promise<string> => {
    const reply = await sender.send({ method: 'POST', path, headers: ['X-Key: k'], body });
    return `${String(reply.status)} ${reply.body.toString('utf8')}`;
  };

  test('when many are sent, then each gets its own answer over no more connections than were given', async () => {
    const numbers = Array.from({ length: 50 }, (_, number) => String(number));
    const replies = await Promise.all(numbers.map((number) => send(`/${number}`, `货${number}`)));
    expect(replies).toEqual(numbers.map((number) => `202 POST /${number} k 货${number}`));
    expect([connections, mostInFlight <= 2]).toEqual([2, true]);
  });

  test('when a connection breaks, then its request rejects and the ones that wait go over another', async () => {
    const broken = Array.from({ length: 4 }, () => send('/broken', ''));
    const good = send('/good', 'x');
    const settled = await Promise.allSettled(broken);
    expect(settled.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    expect(await good).toBe('202 POST /good k x');
  });

  test('when nobody listens, then it rejects', async () => {
    const none = createHttpSender({ origin: 'http://127.0.0.1:9', connections: 1 });
    await expect(none.send({ method: 'GET', path: '/' })).rejects.toThrow(/ECONNREFUSED/);
  });
});
