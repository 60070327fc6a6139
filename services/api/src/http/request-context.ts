import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AppError } from '@yuexin/errors';
import { withLogContext } from '@yuexin/telemetry';
import type { Caller } from './caller.ts';
import { headerOf } from './header-of.ts';
import type { Step } from './step.ts';

/** What the steps of one request tell each other. */
export type RequestContext = {
  requestId: string;
  startedAtMs: number;
  /** Path of the matched route, for metrics; never the path with ids in it. */
  route: string;
  caller: Caller | null;
  /** Of the caller: waits until the request is counted, so that guessing keys is limited too. */
  refusal: AppError | null;
  /** Code of the problem that was answered. */
  problemCode: string | null;
  /** The caller's place in its trace (W3C), when it said one. */
  traceparent: string | null;
};

const contexts = new WeakMap<ServerResponse, RequestContext>();

/** The context of a response; every request passes `createRequestContext` first. */
export function contextOf(response: ServerResponse): RequestContext {
  const context = contexts.get(response);
  if (context === undefined) throw new Error('This request has no context: mount it first.');
  return context;
}

const acceptableId = /^[\x21-\x7e]{1,128}$/;
const traceparentForm = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

function readTraceparent(request: IncomingMessage): string | undefined {
  const value = headerOf(request, 'traceparent');
  return value !== undefined && traceparentForm.test(value) ? value : undefined;
}

/** Gives each request an id (the caller's `X-Request-Id` when it can be one), answers with it, and puts it in every log line. */
export function createRequestContext(): Step {
  return (request, response, next) => {
    const given = headerOf(request, 'x-request-id');
    const requestId = given !== undefined && acceptableId.test(given) ? given : randomUUID();
    const traceparent = readTraceparent(request);
    contexts.set(response, {
      requestId,
      startedAtMs: performance.now(),
      route: 'unmatched',
      caller: null,
      refusal: null,
      problemCode: null,
      traceparent: traceparent ?? null,
    });
    response.setHeader('X-Request-Id', requestId);
    const trace = traceparent && { traceparent, traceId: traceparent.slice(3, 35) };
    withLogContext({ requestId, ...trace }, next);
  };
}
