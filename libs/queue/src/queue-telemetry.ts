import { trace, INVALID_SPAN_CONTEXT, type Context } from '@opentelemetry/api';
import { SpanKind, type Telemetry } from 'bullmq';
import { BullMQOtel, BullMQOTelSpan } from 'bullmq-otel';

/**
 * bullmq-otel, of whose spans only those of jobs are kept: a worker makes one for each look at an empty queue as well, by the
 * thousand. Reads OpenTelemetry's globals.
 */
export function createQueueTelemetry(): Telemetry<Context> {
  const otel = new BullMQOtel({ tracerName: 'bullmq' });
  return {
    contextManager: otel.contextManager,
    tracer: {
      startSpan: (name, options, context) =>
        options?.kind === SpanKind.CONSUMER
          ? otel.tracer.startSpan(name, options, context)
          : new BullMQOTelSpan(trace.wrapSpanContext(INVALID_SPAN_CONTEXT)),
    },
  };
}
