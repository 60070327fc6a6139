import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { createLogger } from '../create-logger.ts';
import { captureLines } from '../test-support/capture-lines.ts';
import { createTracing } from './create-tracing.ts';
import { openTracing } from './open-tracing.ts';
import type { Tracing } from './tracing.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const callers = `00-${traceId}-b7ad6b7169203331-01`;

describe('tracing', () => {
  let exporter: InMemorySpanExporter;
  let tracing: Tracing;
  beforeEach(() => {
    exporter = new InMemorySpanExporter();
    tracing = createTracing({ service: 'test', processor: new SimpleSpanProcessor(exporter) });
  });
  afterEach(() => tracing.close());
  const ended = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name)!;

  test('a span joins the trace of its parent, and spans inside it join it, across awaits', async () => {
    await tracing.run({ name: 'outer', kind: 'server', parent: callers }, async () => {
      await Promise.resolve();
      await tracing.run({ name: 'inner', kind: 'internal' }, () => Promise.resolve());
    });
    expect(ended('outer').parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(ended('inner').spanContext().traceId).toBe(traceId);
    expect(ended('inner').parentSpanContext?.spanId).toBe(ended('outer').spanContext().spanId);
  });

  test('a span with a link begins a trace of its own', async () => {
    await tracing.run({ name: 'later', kind: 'client', link: callers }, () => Promise.resolve());
    expect(ended('later').spanContext().traceId).not.toBe(traceId);
    expect(ended('later').links[0]?.context.traceId).toBe(traceId);
  });

  test('what is handed on names the running span; outside of one there is nothing', async () => {
    expect(tracing.current()).toBeUndefined();
    const handed = await tracing.run({ name: 'a', kind: 'internal', parent: callers }, (span) => {
      expect(span.traceparent()).toBe(tracing.current());
      return Promise.resolve(tracing.current());
    });
    expect(handed).toBe(`00-${traceId}-${ended('a').spanContext().spanId}-01`);
  });

  test('when the caller does not sample, then nothing is exported and nothing handed on', async () => {
    const parent = callers.replace(/01$/, '00');
    const handed = await tracing.run({ name: 'a', kind: 'internal', parent }, () =>
      Promise.resolve(tracing.current()),
    );
    expect(handed).toBeUndefined();
    expect(exporter.getFinishedSpans()).toEqual([]);
  });

  test.each(['', 'no', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`])(
    'a parent that is none (%j) makes a trace of its own',
    async (parent) => {
      await tracing.run({ name: 'a', kind: 'server', parent }, () => Promise.resolve());
      expect(ended('a').parentSpanContext).toBeUndefined();
    },
  );

  test('a span whose work throws has failed, and ends all the same; the error goes on', async () => {
    const failing = tracing.run({ name: 'a', kind: 'internal' }, () =>
      Promise.reject(new RangeError('for 13812345678')),
    );
    await expect(failing).rejects.toThrow(RangeError);
    expect(ended('a').status).toEqual({ code: 2, message: 'RangeError' });
    expect(JSON.stringify(ended('a').events)).not.toContain('1381234');
  });

  test('log lines inside a span have its trace id, and none outside', async () => {
    const { destination, lines } = captureLines();
    const logger = createLogger({ service: 'test', level: 'info', format: 'json', destination });
    await tracing.run({ name: 'a', kind: 'server', parent: callers }, () => {
      logger.info('inside');
      return Promise.resolve();
    });
    logger.info('outside');
    const [inside, outside] = lines().map((line) => JSON.parse(line) as { traceId?: string });
    expect([inside?.traceId, outside?.traceId]).toEqual([traceId, undefined]);
  });
});

test('without a collector there is no tracing', async () => {
  const { destination } = captureLines();
  const logger = createLogger({ service: 'test', level: 'info', format: 'json', destination });
  expect(await openTracing({ service: 'api', endpoint: null, logger })).toBeNull();
});
