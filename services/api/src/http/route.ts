import type { ErrorCode, FieldProblem } from '@yuexin/errors';
import type { z } from 'zod';
import type { ConsoleCaller, KeyCaller, Scope, SessionCaller } from './caller.ts';
import type { Tag } from './tags.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What a handler answers. `parts`: a text too long to be held, written as it is read. */
export type Reply = { status: number; headers?: Readonly<Record<string, string>> } & (
  | { json: unknown }
  | { text: string; contentType: string }
  | { parts: AsyncIterable<string>; contentType: string }
  | { isEmpty: true }
);

export type RouteAuth =
  | { kind: 'none' }
  /** An API key with this scope. */
  | { kind: 'key'; scope: Scope }
  /** The token of a mini program's login. */
  | { kind: 'session' }
  /** The console's cookie, of any role. */
  | { kind: 'console' };

/** Bytes a body may have: 256 KiB, a batch 4 MiB; a file that is read as it comes 64 MiB. */
export const bodyLimits = {
  single: 256 * 1024,
  batch: 4 * 1024 * 1024,
  file: 64 * 1024 * 1024,
} as const;

/** A key of ours, or a code of WeChat's. */
export type Guessable = 'key' | 'code';

export type ReplyDoc = {
  description: string;
  schema?: z.ZodType;
  example?: unknown;
  contentType?: string;
  /** Headers of its own and what they say; it always has them. */
  headers?: Readonly<Record<string, string>>;
};

/** Everything about a route but its types: one row of the table that http/mount-routes and http/openapi read. */
export type Route = {
  method: Method;
  /** OpenAPI form, `/v1/apps/{appId}`. */
  path: string;
  operationId: string;
  summary: string;
  description?: string;
  tag: Tag;
  auth: RouteAuth;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: RouteBody;
  takesIdempotencyKey?: boolean;
  /** How long an answer may take; default 8 s. More for what waits on purpose, or for WeChat. */
  deadlineMs?: number;
  /** Never answered 429: all of WeChat's events come from a few addresses, and one refused three times is lost. */
  isUnlimited?: boolean;
  /** Asked a thousand times a second: answered before Express (ADR 0035). */
  isHot?: boolean;
  /** Takes a secret that could be guessed: an address that is refused often is made to wait. */
  guessable?: Guessable;
  replies: Readonly<Record<number, ReplyDoc>>;
  /** The codes it may answer beyond those every route may. */
  problems: readonly ErrorCode[];
  /**
   * Asked only about a request that is wrong in itself: what the database says of the rest of it, so that one answer names
   * everything (P9). Body and path are as they came.
   */
  findMore?: (request: WrongRequest<RouteRequest['caller']>) => Promise<readonly FieldProblem[]>;
  handle: (request: RouteRequest) => Promise<Reply>;
};

export type WrongRequest<C> = {
  params: Readonly<Record<string, unknown>>;
  body: unknown;
  caller: C;
};

export type RouteBody = {
  /** What parses it; `z.unknown()` when a use case reads it field by field. */
  schema: z.ZodType;
  /** What is shown in the reference when that says more than `schema`. */
  documented?: z.ZodType;
  example?: unknown;
  limit?: Exclude<keyof typeof bodyLimits, 'file'>;
  /** The use case tells text that cannot be stored together with whatever else is wrong. */
  isTextCheckedLater?: boolean;
  /** A request without a body is taken as `{}`. */
  isOptional?: boolean;
  /** The bytes as they came, of any content type: for signed bodies. */
  isRaw?: boolean;
  /** A file of one of these content types, handed on as an AsyncIterable of its bytes while it arrives; 64 MiB at most. */
  fileTypes?: readonly string[];
};

export type RouteRequest = {
  params: unknown;
  query: unknown;
  body: unknown;
  caller: KeyCaller | SessionCaller | null;
  requestId: string;
  header: (name: string) => string | undefined;
  /** Where it came from, as far as proxies are believed. */
  address: string | undefined;
  /** Whether it came by https, as far as it can be told. */
  isSecure: boolean;
  /** Aborted when the client hangs up. */
  signal: AbortSignal;
};

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type CallerOf<A extends RouteAuth> = A extends { kind: 'key' }
  ? KeyCaller
  : A extends { kind: 'console' }
    ? ConsoleCaller
    : A extends { kind: 'session' }
      ? SessionCaller
      : null;

type TypedRoute<
  A extends RouteAuth,
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends RouteBody | undefined,
> = Omit<Route, 'auth' | 'params' | 'query' | 'body' | 'findMore' | 'handle'> & {
  auth: A;
  params?: P;
  query?: Q;
  body?: B;
  findMore?: (request: WrongRequest<CallerOf<A>>) => Promise<readonly FieldProblem[]>;
  handle: (request: {
    params: Parsed<P>;
    query: Parsed<Q>;
    body: B extends RouteBody ? z.output<B['schema']> : undefined;
    caller: CallerOf<A>;
    requestId: string;
    header: RouteRequest['header'];
    address: string | undefined;
    isSecure: boolean;
    signal: AbortSignal;
  }) => Promise<Reply>;
};

/** Declares a route; its handler gets what its own schemas parsed, and the caller its `auth` asks for. */
export function defineRoute<
  const A extends RouteAuth,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends RouteBody | undefined = undefined,
>(route: TypedRoute<A, P, Q, B>): Route {
  return route as unknown as Route;
}
