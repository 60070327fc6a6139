import { describe, expect, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { createServer, type AddressInfo } from 'node:net';
import { createWechatClient } from '../create-wechat-client.ts';
import { httpAnswer } from '../test-support/create-raw-server.ts';
import { createRecordingLogger } from '../test-support/create-recording-logger.ts';
import { selfSignedCertificate } from '../test-support/self-signed-certificate.ts';
import { sendWith } from '../test-support/send-with.ts';
import { withRawServer } from '../test-support/with-raw-server.ts';

const ok = httpAnswer({ body: '{"errcode":0,"errmsg":"ok","msgid":1988810812324364291}' });
const notSent = (cause: RegExp) => ({ kind: 'not-sent', cause: expect.stringMatching(cause) });
const fast = { connectMs: 200, requestMs: 600 };

function clientOf(baseUrl: string) {
  return createWechatClient({
    baseUrl,
    logger: createRecordingLogger(),
    timeouts: { connectMs: 2_000, requestMs: 5_000 },
  });
}

async function portOfNobody(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a send that never left', () => {
  test('when the connection is refused, then it was not sent', async () => {
    const client = clientOf(`http://127.0.0.1:${await portOfNobody()}`);
    const { outcome, httpStatus } = await sendWith(client);
    expect(outcome).toEqual(notSent(/^connect: ECONNREFUSED$/));
    expect(httpStatus).toBeNull();
    await client.close();
  });

  test('when the name does not resolve, then it was not sent', async () => {
    // A label of more than 63 characters is refused by the resolver without asking anybody.
    const client = clientOf(`http://${'a'.repeat(64)}.invalid`);
    expect((await sendWith(client)).outcome).toEqual(notSent(/^dns: E[A-Z_]+$/));
    await client.close();
  });

  test('when the certificate is not trusted, then it was not sent and not a byte arrived', async () => {
    await withRawServer({ tls: selfSignedCertificate }, async ({ client, server }) => {
      expect((await sendWith(client)).outcome).toEqual(
        notSent(/^tls: DEPTH_ZERO_SELF_SIGNED_CERT$/),
      );
      expect(server.received().join('')).toBe('');
    });
  });

  test('when the other side does not speak TLS, then it was not sent', async () => {
    await withRawServer(
      { onConnection: (socket) => socket.write('220 this is a mail server\r\n') },
      async ({ server }) => {
        const client = clientOf(server.url.replace('http:', 'https:'));
        expect((await sendWith(client)).outcome).toEqual(notSent(/^tls: /));
        await client.close();
      },
    );
  });

  test('when the TLS handshake is reset, then it was not sent', async () => {
    await withRawServer(
      { onConnection: (socket) => socket.once('data', () => socket.resetAndDestroy()) },
      async ({ server }) => {
        const client = clientOf(server.url.replace('http:', 'https:'));
        expect((await sendWith(client)).outcome).toEqual(notSent(/: ECONNRESET$/));
        await client.close();
      },
    );
  });

  test('when the TLS handshake hangs, then it was not sent, within the total limit', async () => {
    await withRawServer({}, async ({ server }) => {
      const client = createWechatClient({
        baseUrl: server.url.replace('http:', 'https:'),
        logger: createRecordingLogger(),
        timeouts: { connectMs: 30_000, requestMs: 300 },
      });
      const { outcome, durationMs } = await sendWith(client);
      expect(outcome).toEqual(notSent(/^pool-wait: .* 300 ms$/));
      expect(durationMs).toBeLessThan(2_500);
      expect(server.received().join('')).not.toContain('subscribe');
      await server.close();
      await client.close();
    });
  });

  test('when no connection is free until the limit, then the waiting send was not sent, and never goes out later', async () => {
    await withRawServer(
      { client: { maxSendConnections: 1, timeouts: fast } },
      async ({ client, server }) => {
        const first = sendWith(client, { openid: 'oFirst' });
        const second = sendWith(client, { openid: 'oSecond' });
        expect((await first).outcome.kind).toBe('unconfirmed');
        expect((await second).outcome).toEqual(notSent(/^pool-wait: /));

        const third = sendWith(client, { openid: 'oThird' });
        await eventually(() => server.requests.length === 2);
        await third;
        expect(server.received().join('')).not.toContain('oSecond');
      },
    );
  });

  test('when the deadline is over before the call, then no connection is opened', async () => {
    await withRawServer({}, async ({ client, server }) => {
      const past = await sendWith(client, { deadlineAt: new Date(Date.now() - 1) });
      const pastMonotonic = await sendWith(client, { deadlineMonotonicMs: performance.now() - 1 });
      expect(past.outcome).toEqual(notSent(/^deadline: /));
      expect(pastMonotonic.outcome).toEqual(notSent(/^deadline: /));
      expect(server.connections()).toBe(0);
    });
  });

  test('when the deadline passes while it waits for a connection, then it ends then, not sent', async () => {
    await withRawServer(
      { client: { maxSendConnections: 1, timeouts: { requestMs: 3_000 } } },
      async ({ client, server }) => {
        const abort = new AbortController();
        const first = sendWith(client, { openid: 'oFirst', signal: abort.signal });
        await eventually(() => server.requests.length === 1);
        const { outcome, durationMs } = await sendWith(client, {
          openid: 'oLate',
          deadlineMs: 100,
        });
        expect(outcome).toEqual(notSent(/^deadline: /));
        expect(durationMs).toBeLessThan(2_500);
        abort.abort();
        await first;
      },
    );
  });

  test.each(['wall', 'monotonic'] as const)(
    'when the %s clock jumps past the deadline between the call and the write, then nothing is written and the connection lives on',
    async (which) => {
      let jumpMs = 0;
      const jump = (clock: 'wall' | 'monotonic') => (clock === which ? jumpMs : 0);
      const clock = {
        now: () => new Date(Date.now() + jump('wall')),
        monotonicMs: () => performance.now() + jump('monotonic'),
      };
      await withRawServer(
        {
          onRequest: (_request, socket) => socket.write(ok),
          client: { clock, maxSendConnections: 1 },
        },
        async ({ client, server }) => {
          expect((await sendWith(client, { openid: 'oFirst' })).outcome.kind).toBe('accepted');
          // The connection is free: the call below reaches its write within this turn and the next.
          const suspended = sendWith(client, { openid: 'oSuspended', deadlineMs: 10_000 });
          jumpMs = 10_001;
          expect((await suspended).outcome).toEqual(notSent(/^deadline: /));
          jumpMs = 0;
          expect((await sendWith(client, { openid: 'oThird' })).outcome.kind).toBe('accepted');
          expect(server.requests.map(({ connection, ordinal }) => [connection, ordinal])).toEqual([
            [1, 1],
            [1, 2],
          ]);
          expect(server.received().join('')).not.toContain('oSuspended');
        },
      );
    },
  );

  test('when the caller has aborted, or aborts while it waits, then it was not sent', async () => {
    await withRawServer({ client: { maxSendConnections: 1 } }, async ({ client, server }) => {
      const holdsTheConnection = new AbortController();
      const first = sendWith(client, { signal: holdsTheConnection.signal });
      await eventually(() => server.requests.length === 1);

      const waits = new AbortController();
      const waiting = sendWith(client, { openid: 'oWaiting', signal: waits.signal });
      waits.abort();
      expect((await waiting).outcome).toEqual(notSent(/^aborted: /));
      const late = await sendWith(client, { signal: AbortSignal.abort() });
      expect(late.outcome).toEqual(notSent(/^aborted: /));

      holdsTheConnection.abort();
      await first;
      expect(server.received().join('')).not.toContain('oWaiting');
    });
  });

  test('when WeChat answers 412, then it was not sent and somebody is told that we are defective', async () => {
    await withRawServer(
      {
        onRequest: (_request, socket) =>
          socket.write(httpAnswer({ status: 412, type: 'text/html', body: '<html></html>' })),
      },
      async ({ client, logger }) => {
        const { outcome, httpStatus } = await sendWith(client);
        expect(outcome).toEqual(notSent(/^http-412: .*Content-Length/));
        expect(httpStatus).toBe(412);
        expect(logger.lines.map(({ level }) => level)).toEqual(['error']);
      },
    );
  });

  test('when the client is closed, then it was not sent', async () => {
    const client = clientOf('http://127.0.0.1:9');
    await client.close();
    expect((await sendWith(client)).outcome).toEqual(notSent(/^closed: /));
  });
});
