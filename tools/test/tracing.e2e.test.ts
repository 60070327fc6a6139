import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp } from '../src/demo/seed-freight-app.ts';
import { createStoryClient, type StoryPush } from '../src/demo/story-client.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import { engines, openPrivateStack, type PrivateStack } from './open-private-stack.ts';
import { openCollector, type CollectedSpan } from './support/open-collector.ts';

jest.setTimeout(120_000);

const callersSpan = 'b7ad6b7169203331';
const sendPath = 'send message';

/** The caller's trace, made afresh: 32 hex digits that begin with what the test is about. */
const traceIdOf = (start: string): string => start.padEnd(32, '7');

describe.each(engines)('a push in its caller’s trace ($engine)', ({ queueUrl }) => {
  let opened: PrivateStack;
  let collector: Awaited<ReturnType<typeof openCollector>>;
  let endpoint: Server;
  let allow: (requestId: string) => Promise<unknown>;
  let openid: string;
  const told: IncomingHttpHeaders[] = [];
  beforeAll(async () => {
    collector = await openCollector();
    opened = await openPrivateStack({
      queueUrl,
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_BSP_SCHEDULE_DELAY: '200' },
    });
    endpoint = createServer((request, response) => {
      told.push(request.headers);
      response.end();
    });
    endpoint.listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
    const { stack } = opened;
    const client = createStoryClient(stack);
    const driver = await seedFreightApp(stack);
    openid = driver.openid;
    const { port } = endpoint.address() as AddressInfo;
    await callJson(`${stack.apiUrl}/v1/webhook-endpoints`, {
      key: stack.callerKey,
      body: { url: `http://127.0.0.1:${port}/told`, events: ['push.sent'] },
    });
    const { code } = await client.simulator<{ code: string }>(
      `/_sim/users/${driver.userId}/login-code`,
      {},
    );
    const { sessionToken } = await client.api<{ sessionToken: string }>('/v1/mp/login', {
      body: { appId: freightApp.appId, code },
    });
    const results = { [goodsTemplate.templateId]: 'accept' };
    allow = async (requestId) => {
      await client.simulator(`/_sim/users/${driver.userId}/subscribe`, { results });
      await client.api('/v1/mp/grants', { key: sessionToken, body: { requestId, results } });
    };
    // While an api's queue is being opened, the worker puts the push on it, in a trace of its own.
    await allow('trace-0');
    const first = await ask(traceIdOf('a0'));
    await client.waitFor(first.id, ({ state }) => state === 'sent');
  });
  afterAll(async () => {
    await opened.close();
    endpoint.closeAllConnections();
    endpoint.close();
    collector.close();
  });

  const ask = async (traceId: string, flags = '01'): Promise<StoryPush> => {
    const answer = await fetch(`${opened.stack.apiUrl}/v1/pushes`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${opened.stack.callerKey}`,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${callersSpan}-${flags}`,
      },
      body: JSON.stringify({
        ...{ appId: freightApp.appId, templateId: goodsTemplate.templateId, to: { openid } },
        data: { thing1: '一', thing2: '二' },
      }),
    });
    expect(answer.status).toBe(202);
    return (await answer.json()) as StoryPush;
  };
  const find = (about: Partial<CollectedSpan>): CollectedSpan | undefined =>
    collector.spans.find((span) =>
      Object.entries(about).every(([key, value]) => span[key as keyof CollectedSpan] === value),
    );
  const of = (name: string, pushId: string): CollectedSpan | undefined =>
    collector.spans.find(
      (span) => span.name === name && span.attributes['yuexin.push.id'] === pushId,
    );
  const present = async (look: () => CollectedSpan | undefined): Promise<CollectedSpan> =>
    eventually(
      () => {
        const span = look();
        if (span === undefined)
          throw new Error(JSON.stringify(collector.spans.map((one) => one.name)));
        return span;
      },
      { timeoutMs: 60_000 },
    );

  test('when it is sent at once, then request, accept, job, send and callback are one trace, each below what caused it', async () => {
    await allow('trace-1');
    const traceId = traceIdOf('a1');
    const { id } = await ask(traceId);
    const request = await present(() => find({ traceId, name: 'POST /v1/pushes' }));
    expect(request).toMatchObject({ service: 'yuexin-api', parentSpanId: callersSpan, kind: 2 });
    const accept = await present(() => of('accept push', id));
    expect(accept).toMatchObject({ traceId, parentSpanId: request.spanId });
    const job = await present(() => find({ traceId, service: 'yuexin-worker', kind: 5 }));
    expect(job.parentSpanId).toBe(accept.spanId);
    expect(job.name).toMatch(/^process /);
    const send = await present(() => of(sendPath, id));
    expect(send).toMatchObject({ traceId, parentSpanId: job.spanId, links: [] });
    expect(send.attributes).toMatchObject({
      'yuexin.app.id': freightApp.appId,
      'yuexin.outcome': 'accepted',
    });
    const callback = await present(() => of('tell callback', id));
    expect(callback).toMatchObject({ traceId, parentSpanId: accept.spanId });
    expect(callback.attributes['yuexin.callback.type']).toBe('push.sent');
    expect(told.at(-1)?.traceparent).toBe(`00-${traceId}-${callback.spanId}-01`);
  });

  test('when it had to wait for a grant, then its send is a trace of its own that goes back to the accept', async () => {
    const traceId = traceIdOf('b2');
    const { id } = await ask(traceId);
    const accept = await present(() => of('accept push', id));
    expect(accept.attributes['yuexin.push.state']).toBe('parked');
    await allow('trace-2');
    const send = await present(() => of(sendPath, id));
    expect(send.traceId).not.toBe(traceId);
    expect(send.links).toEqual([{ traceId, spanId: accept.spanId }]);
  });

  test('when the caller does not sample, then nothing of it is exported, and it is sent all the same', async () => {
    await allow('trace-3');
    const traceId = traceIdOf('c3');
    const { id } = await ask(traceId, '00');
    const client = createStoryClient(opened.stack);
    expect(await client.waitFor(id, (push) => push.state === 'sent')).toMatchObject({
      state: 'sent',
    });
    await present(() => of('tell callback', id));
    expect(collector.spans.filter((span) => span.traceId === traceId)).toEqual([]);
  });

  test('log lines about the push name the push, its app and its trace', async () => {
    await allow('trace-4');
    const traceId = traceIdOf('d4');
    const { id } = await ask(traceId);
    await present(() => of(sendPath, id));
    await eventually(() => {
      const line = opened.linesOf('worker').find((one) => one.includes(traceId)) ?? '{}';
      expect(JSON.parse(line)).toMatchObject({
        ...{ traceId, appId: freightApp.appId, message: 'push ended' },
        pushId: expect.any(String),
      });
    });
    expect(opened.linesOf('api').some((line) => line.includes(traceId))).toBe(true);
  });
});
