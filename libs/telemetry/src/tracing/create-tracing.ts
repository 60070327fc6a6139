import {
  context,
  isSpanContextValid,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Context,
  type Span as OtelSpan,
  type SpanContext,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { parseTraceParent, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-base';
import { withLogContext } from '../log-context.ts';
import type { OpenSpan, Span, SpanFacts, Traceparent, Tracing } from './tracing.ts';

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
} as const satisfies Record<SpanFacts['kind'], SpanKind>;

const read = (traceparent: Traceparent | undefined): SpanContext | undefined => {
  const found = traceparent === undefined ? null : parseTraceParent(traceparent);
  return found === null ? undefined : { ...found, isRemote: true };
};

function write(span: OtelSpan | undefined): Traceparent | undefined {
  if (span === undefined) return undefined;
  const { traceId, spanId, traceFlags } = span.spanContext();
  const isSampled = (traceFlags & TraceFlags.SAMPLED) !== 0;
  if (!isSampled || !isSpanContextValid(span.spanContext())) return undefined;
  return `00-${traceId}-${spanId}-01`;
}

/**
 * Spans through `processor`, and OpenTelemetry's globals (context, propagation, provider), which bullmq-otel reads. Once a
 * process, or after `close`.
 */
export function createTracing(input: { service: string; processor: SpanProcessor }): Tracing {
  const { service, processor } = input;
  const provider = new BasicTracerProvider({
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win over the name of ours.
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': `yuexin-${service}` }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [processor],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  const tracer = provider.getTracer('yuexin');

  const begin = (facts: SpanFacts): OpenSpan => {
    const { name, kind, attributes = {} } = facts;
    const parent = read(facts.parent);
    const link = read(facts.link);
    const around =
      parent === undefined ? context.active() : trace.setSpanContext(ROOT_CONTEXT, parent);
    const links = link === undefined ? [] : [{ context: link }];
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes, links }, around);
    return { ...show(span), ...holdOpen(span, around) };
  };

  return {
    begin,
    run: async (facts, work) => {
      const span = begin(facts);
      try {
        return await span.run(() => work(span));
      } catch (error) {
        span.fail(error instanceof Error ? error.name : 'failed');
        throw error;
      } finally {
        span.end();
      }
    },
    current: () => write(trace.getActiveSpan()),
    close: async () => {
      await provider.shutdown();
      for (const global of [context, propagation, trace]) global.disable();
    },
  };
}

const show = (span: OtelSpan): Span => ({
  set: (attributes) => void span.setAttributes({ ...attributes }),
  fail: (why) => void span.setStatus({ code: SpanStatusCode.ERROR, message: why }),
  traceparent: () => write(span),
});

const holdOpen = (span: OtelSpan, around: Context): Pick<OpenSpan, 'run' | 'rename' | 'end'> => ({
  run: (work) =>
    context.with(trace.setSpan(around, span), () =>
      withLogContext({ traceId: span.spanContext().traceId }, work),
    ),
  rename: (name) => void span.updateName(name),
  end: () => span.end(),
});
