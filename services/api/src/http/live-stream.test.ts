import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createLogger } from '@yuexin/telemetry';
import express from 'express';
import type { ConsoleCaller } from './caller.ts';
import { createAnswerFailure, createErrorHandler } from './error-handler.ts';
import { createLiveStream, type LiveStreamDeps } from './live-stream.ts';
import { createRequestContext } from './request-context.ts';

const caller: ConsoleCaller = {
  ...{ kind: 'key', callerId: 'c', keyId: 'k', scopes: ['operator'], appIds: null },
  console: { id: 's', name: 'n', csrfToken: 't', endsAt: new Date() },
};
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function ask(live: LiveStreamDeps['live']): Promise<Response> {
  const app = express();
  app.use(createRequestContext());
  app.use(
    createLiveStream({
      live,
      consoleSessions: { authenticate: () => Promise.resolve(caller) },
      rateLimit: (_request, _response, next) => next(),
    }),
  );
  const logger = createLogger({ service: 'api', level: 'error', format: 'json' });
  app.use(createErrorHandler(createAnswerFailure({ logger })));
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => void server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const headers = { cookie: `yuexin_console=${'a'.repeat(43)}` };
  return fetch(`http://127.0.0.1:${port}/v1/console/live`, { headers });
}

test('when too many consoles are open, then the answer is a problem and has no header of a stream', async () => {
  const answer = await ask({ listen: () => null });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    ...[503, 'application/problem+json; charset=utf-8'],
  ]);
  expect(answer.headers.get('x-accel-buffering')).toBeNull();
  expect(await answer.json()).toMatchObject({ code: 'overloaded' });
});

test('when there is something to tell, then it comes as an event stream that nobody buffers', async () => {
  const answer = await ask({
    listen: (listener) => {
      listener.tell('stats', '{}');
      listener.end();
      return () => undefined;
    },
  });
  expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(answer.headers.get('x-accel-buffering')).toBe('no');
  expect(await answer.text()).toBe(
    'retry: 2000\n\nevent: stats\ndata: {}\n\nevent: end\ndata: {}\n\n',
  );
});
