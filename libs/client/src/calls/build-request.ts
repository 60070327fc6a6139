import type { CallDescription } from '../call-description.ts';
import type { CallOptions, SessionCallOptions } from '../call-options.ts';
import { idempotencyHeader } from './idempotency-header.ts';

/** A request without its token. */
export type ApiRequest = {
  call: CallDescription;
  url: string;
  headers: Record<string, string>;
  body: string | Blob | ReadableStream<Uint8Array> | undefined;
  sessionToken: string | null;
  /** What a long poll waits on purpose. */
  waitMs: number;
  options: CallOptions;
};

type QueryValue = string | number | boolean | null | undefined | readonly string[];

export type CallArguments = {
  params: readonly string[];
  query?: Readonly<Record<string, QueryValue>> | undefined;
  body?: unknown;
  options?: (CallOptions & Partial<SessionCallOptions>) | undefined;
};

/**
 * A call as a request, ready to be sent any number of times: a create carries the caller's idempotency key, or one of
 * its own. Throws TypeError for arguments that make no request.
 */
export function buildRequest(
  baseUrl: string,
  call: CallDescription,
  given: CallArguments,
): ApiRequest {
  const { query = {}, body, options = {} } = given;
  const { sessionToken = null } = options;
  if (call.auth === 'session' && sessionToken === null)
    throw new TypeError(`${call.operationId} needs the sessionToken of a login.`);
  const text = bodyOf(call, body);
  return {
    call,
    url: `${baseUrl}${pathOf(call, given.params)}${queryOf(query)}`,
    headers: {
      ...options.headers,
      Accept: 'application/json, application/problem+json',
      ...(text !== undefined && { 'Content-Type': typeOf(call, options) }),
      ...(call.takesIdempotencyKey && {
        'Idempotency-Key': idempotencyHeader(options.idempotencyKey ?? crypto.randomUUID()),
      }),
    },
    body: text,
    sessionToken,
    waitMs: typeof query.wait === 'number' ? query.wait * 1000 : 0,
    options,
  };
}

function pathOf({ path, operationId }: CallDescription, params: readonly string[]): string {
  let at = 0;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[at++];
    // An empty one would be another address.
    if (typeof value !== 'string' || value === '' || /^\.\.?$/.test(value))
      throw new TypeError(`${operationId} needs ${name}, a text.`);
    return encodeURIComponent(value);
  });
}

function queryOf(query: Readonly<Record<string, QueryValue>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat())
      if (one !== undefined && one !== null) search.append(name, String(one));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** A file is of the type its caller says, where a call takes several. */
function typeOf({ bodyType }: CallDescription, { headers }: CallOptions): string {
  const said = bodyType === 'application/json' ? undefined : headers?.['Content-Type'];
  return said ?? bodyType ?? 'application/json';
}

function bodyOf(call: CallDescription, body: unknown): ApiRequest['body'] {
  if (call.bodyType === null || body === undefined) return undefined;
  // What is not JSON is passed on as it came.
  return call.bodyType === 'application/json' ? JSON.stringify(body) : (body as ApiRequest['body']);
}
