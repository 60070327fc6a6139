import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import type { Socket } from 'node:net';
import { httpAnswer, type RawRequest } from '../test-support/create-raw-server.ts';
import { selfSignedCertificate } from '../test-support/self-signed-certificate.ts';
import { sendWith } from '../test-support/send-with.ts';
import { withRawServer } from '../test-support/with-raw-server.ts';

const ok = httpAnswer({ body: '{"errcode":0,"errmsg":"ok","msgid":1988810812324364291}' });
const unconfirmed = (cause: RegExp, httpStatus: number | null = null) => ({
  kind: 'unconfirmed',
  cause: expect.stringMatching(cause),
  httpStatus,
});
const briefly = { requestMs: 300 };

/** What the server does with a request it has read in full, and what must be said of it then. */
const answers: [string, Buffer | string, ReturnType<typeof unconfirmed>][] = [
  [
    'a gateway page',
    httpAnswer({ status: 502, type: 'text/html', body: '<html>502</html>' }),
    unconfirmed(/^http-502$/, 502),
  ],
  [
    'a 502 that looks like success',
    httpAnswer({ status: 502, body: '{"errcode":0,"msgid":1}' }),
    unconfirmed(/^http-502$/, 502),
  ],
  [
    'a 504 that looks like a refusal',
    httpAnswer({ status: 504, body: '{"errcode":43101}' }),
    unconfirmed(/^http-504$/, 504),
  ],
  ['an empty body', httpAnswer({ body: '' }), unconfirmed(/^empty-body$/, 200)],
  [
    'an HTML page',
    httpAnswer({ type: 'text/html', body: '<html>ok</html>' }),
    unconfirmed(/^not-json$/, 200),
  ],
  ['half a JSON object', httpAnswer({ body: '{"errcode":0,"err' }), unconfirmed(/^not-json$/, 200)],
  [
    'somebody else’s object',
    httpAnswer({ body: '{"status":"ok"}' }),
    unconfirmed(/^no-errcode$/, 200),
  ],
  [
    'an errcode that is none',
    httpAnswer({ body: '{"errcode":"fine"}' }),
    unconfirmed(/^errcode-unreadable$/, 200),
  ],
  [
    'a redirect',
    httpAnswer({ status: 302, headers: ['Location: /elsewhere'], body: '' }),
    unconfirmed(/^http-302$/, 302),
  ],
  [
    'a 404 page',
    httpAnswer({ status: 404, type: 'text/html', body: 'no' }),
    unconfirmed(/^http-404$/, 404),
  ],
  ['bytes that are no HTTP', 'hello there\r\n\r\n', unconfirmed(/^not-http: /)],
  ['too much', httpAnswer({ body: 'x'.repeat(300 * 1024) }), unconfirmed(/^too-large/, 200)],
];

describe('a send whose answer is lost', () => {
  test.each(answers)(
    'when the answer is %s, then it is unconfirmed and sent once',
    async (_name, answer, expected) => {
      await withRawServer(
        { onRequest: (_request, socket) => socket.write(answer) },
        async ({ client, server }) => {
          expect((await sendWith(client)).outcome).toEqual(expected);
          expect(server.requests).toHaveLength(1);
        },
      );
    },
  );

  test('when the server accepts and never answers, then it is unconfirmed after the limit', async () => {
    await withRawServer({ client: { timeouts: briefly } }, async ({ client, server }) => {
      const { outcome, durationMs } = await sendWith(client);
      expect(outcome).toEqual(unconfirmed(/^timeout: no answer within 300 ms$/));
      expect(durationMs).toBeGreaterThanOrEqual(299);
      expect(durationMs).toBeLessThan(4_000);
      expect(server.requests).toHaveLength(1);
    });
  });

  test('when the deadline passes after the write, then the answer is still waited for', async () => {
    const answerLater = (_request: RawRequest, socket: Socket) => {
      setTimeout(() => socket.write(ok), 300);
    };
    await withRawServer({ onRequest: answerLater }, async ({ client }) => {
      const { outcome } = await sendWith(client, { deadlineMs: 100 });
      expect(outcome).toEqual({ kind: 'accepted', msgid: '1988810812324364291' });
    });
  });

  test('when the head comes slowly and never ends, then it is unconfirmed', async () => {
    const trickle = (_request: RawRequest, socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-More: 1\r\n'), 50);
      socket.on('close', () => clearInterval(timer));
    };
    await withRawServer(
      { onRequest: trickle, client: { timeouts: briefly } },
      async ({ client }) => {
        expect((await sendWith(client)).outcome).toEqual(unconfirmed(/^timeout: /));
      },
    );
  });

  test('when the body comes slowly and never ends, then it is unconfirmed, with the status seen', async () => {
    const trickle = (_request: RawRequest, socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"errcode":0,');
      const timer = setInterval(() => socket.write(' '), 50);
      socket.on('close', () => clearInterval(timer));
    };
    await withRawServer(
      { onRequest: trickle, client: { timeouts: briefly } },
      async ({ client }) => {
        const reply = await sendWith(client);
        expect(reply.outcome).toEqual(unconfirmed(/^timeout: /, 200));
        expect(reply.httpStatus).toBe(200);
      },
    );
  });

  test.each(['end', 'resetAndDestroy'] as const)(
    'when the body is cut short (%s), then what came is not believed',
    async (how) => {
      const cut = (_request: RawRequest, socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"errcode":0,"msgid":1}', () =>
          socket[how](),
        );
      };
      await withRawServer({ onRequest: cut }, async ({ client }) => {
        expect((await sendWith(client)).outcome).toEqual({
          ...unconfirmed(/./, 200),
          httpStatus: expect.anything(),
        });
      });
    },
  );

  test.each([
    ['plain', {}],
    ['TLS', { tls: selfSignedCertificate, client: { ca: selfSignedCertificate.cert } }],
  ])(
    'when the connection is reset after the whole request was read (%s), then it is unconfirmed and sent once',
    async (_name, options) => {
      await withRawServer(
        { ...options, onRequest: (_request, socket) => socket.destroy() },
        async ({ client, server }) => {
          expect((await sendWith(client)).outcome).toEqual(unconfirmed(/^reset: /));
          expect(server.requests).toHaveLength(1);
        },
      );
    },
  );

  test('when the connection is reset before anything was read, then it is unconfirmed: it was written', async () => {
    // Paused: the request sits in the kernel, unread, when the reset goes out.
    const resetUnread = (socket: Socket) => {
      socket.pause();
      setTimeout(() => socket.resetAndDestroy(), 100);
    };
    await withRawServer({ onConnection: resetUnread }, async ({ client, server }) => {
      expect((await sendWith(client)).outcome).toEqual(unconfirmed(/^reset: ECONNRESET$/));
      expect(server.connections()).toBe(1);
    });
  });

  test('when the caller aborts after the write, then it is unconfirmed at once', async () => {
    await withRawServer({}, async ({ client, server }) => {
      const abort = new AbortController();
      const send = sendWith(client, { signal: abort.signal });
      await eventually(() => server.requests.length === 1);
      abort.abort();
      expect((await send).outcome).toEqual(unconfirmed(/^aborted: /));
    });
  });
});

describe('a connection kept open', () => {
  const client = { maxSendConnections: 1 };

  test('when the server closed it while idle, then the next send goes out once, on a new one', async () => {
    await withRawServer(
      { onRequest: (_request, socket) => socket.end(ok), client },
      async ({ client, server }) => {
        for (const openid of ['oFirst', 'oSecond', 'oThird']) {
          expect((await sendWith(client, { openid })).outcome.kind).toBe('accepted');
        }
        expect(server.requests.map(({ connection }) => connection)).toEqual([1, 2, 3]);
      },
    );
  });

  test('when the server resets it on the second request, then that one is unconfirmed and not repeated', async () => {
    const onRequest = (request: RawRequest, socket: Socket) => {
      if (request.ordinal === 1) socket.write(ok);
      else socket.resetAndDestroy();
    };
    await withRawServer({ onRequest, client }, async ({ client, server }) => {
      expect((await sendWith(client, { openid: 'oFirst' })).outcome.kind).toBe('accepted');
      const { outcome } = await sendWith(client, { openid: 'oSecond' });
      expect(outcome).toEqual(unconfirmed(/^reset: /));
      expect(server.requests).toHaveLength(2);
      expect(server.connections()).toBe(1);
    });
  });

  test('when a reset crosses the second request on the wire, then it is unconfirmed: nobody can tell', async () => {
    const onRequest = (_request: RawRequest, socket: Socket) => {
      socket.write(ok);
      socket.pause();
      // The kernel still takes what the client writes; the reset answers it unread.
      setTimeout(() => socket.resetAndDestroy(), 200);
    };
    await withRawServer({ onRequest, client }, async ({ client, server }) => {
      expect((await sendWith(client)).outcome.kind).toBe('accepted');
      const { outcome } = await sendWith(client, { openid: 'oSecond' });
      expect(outcome).toEqual(unconfirmed(/^reset: ECONNRESET$/));
      expect(server.connections()).toBe(1);
    });
  });
});
