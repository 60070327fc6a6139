import { AppError, type FieldProblem } from '@yuexin/errors';
import type { NextFunction, Request, RequestHandler, Response, Router } from 'express';
import type { z } from 'zod';
import { hasScope, type Caller } from './caller.ts';
import { identifyCaller, type IdentifyDeps } from './identify-caller.ts';
import { parseIdempotencyKey } from './idempotency-key.ts';
import { problemsOfIssues } from './problems-of-issues.ts';
import { readBody } from './read-body.ts';
import { findUnstorableValues } from './read-json-body.ts';
import { contextOf } from './request-context.ts';
import type { Guessable, Reply, Route, RouteAuth } from './route.ts';
import { withinDeadline } from './within-deadline.ts';
import { writeParts } from './write-parts.ts';

export type MountDeps = IdentifyDeps & {
  rateLimit: RequestHandler;
  guessLimits: Readonly<Record<Guessable, RequestHandler>>;
  /** Why the process has not begun to serve, or null once it has. */
  startupProblem: () => string | null;
};

const identifyDeadlineMs = 5_000;
const handleDeadlineMs = 8_000;
const jsonType = 'application/json; charset=utf-8';
const nothingDone = 'nothing was done';

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Puts every route of the table on the router: who calls, how often, may they, what did they say, what is the answer. */
export function mountRoutes(router: Router, routes: readonly Route[], deps: MountDeps): void {
  for (const route of routes)
    router[route.method](
      expressPath(route.path),
      identify(route, deps),
      ...(route.isUnlimited === true ? [] : [deps.rateLimit]),
      ...(route.guessable === undefined ? [] : [deps.guessLimits[route.guessable]]),
      serve(route),
    );
}

const isRefusal = ({ kind }: AppError): boolean => kind === 'denied' || kind === 'throttled';

/** A refusal waits until the request is counted, so that guessing keys is limited too. */
const refusals = new WeakMap<Response, unknown>();

function identify(route: Route, deps: MountDeps): RequestHandler {
  return async (request, response, next) => {
    const context = contextOf(response);
    context.route = route.path;
    requireStarted(deps.startupProblem);
    try {
      const caller = identifyCaller(route.auth, request, deps);
      context.caller = await withinDeadline(caller, identifyDeadlineMs, nothingDone);
    } catch (error) {
      if (!(error instanceof AppError) || !isRefusal(error)) throw error;
      refusals.set(response, error);
    }
    next();
  };
}

function serve(route: Route) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const refusal = refusals.get(response);
    if (refusal !== undefined) {
      next(refusal);
      return;
    }
    // Personal data and keys: no cache between us and the caller keeps them.
    response.setHeader('Cache-Control', 'no-store');
    const { caller, requestId } = contextOf(response);
    requireScope(route.auth, caller);
    const { params, query, body } = await parseRequest({ route, request, response, caller });
    const answer = route.handle({
      params,
      query,
      body,
      caller,
      requestId,
      header: (name) => request.get(name),
      address: request.ip,
      isSecure: request.secure || request.get('origin')?.startsWith('https:') === true,
      // Made only for those who wait: it costs as much as the rest of a small request.
      get signal() {
        return hangUpSignal(response);
      },
    });
    const soFar = route.method === 'get' ? nothingDone : undefined;
    const reply = await withinDeadline(answer, route.deadlineMs ?? handleDeadlineMs, soFar);
    write(response, reply);
  };
}

/** Throws `unavailable` until the process serves. */
export function requireStarted(startupProblem: MountDeps['startupProblem']): void {
  const problem = startupProblem();
  if (problem !== null) throw new AppError('unavailable', { message: problem });
}

function requireScope(auth: RouteAuth, caller: Caller | null): void {
  if (auth.kind !== 'key' || caller?.kind !== 'key' || hasScope(caller, auth.scope)) return;
  throw new AppError('forbidden', { message: `This call needs the scope ${auth.scope}.` });
}

async function parseRequest(input: {
  route: Route;
  request: Request;
  response: Response;
  caller: Caller | null;
}) {
  const { route, request, response, caller } = input;
  const problems: FieldProblem[] = [];
  const parse = (schema: z.ZodType | undefined, value: unknown, base: string): unknown => {
    if (schema === undefined) return undefined;
    const parsed = schema.safeParse(value, { reportInput: true });
    if (parsed.success) return parsed.data;
    problems.push(...problemsOfIssues(parsed.error.issues, base));
    return undefined;
  };
  const checkText = (value: unknown, base: string): void => {
    const told = new Set(problems.map(({ pointer }) => pointer));
    for (const problem of findUnstorableValues(value))
      if (!told.has(base + problem.pointer))
        problems.push({ ...problem, pointer: base + problem.pointer });
  };
  const raw =
    route.body === undefined ? undefined : await readBody({ request, response, body: route.body });
  const parsed = {
    params: parse(route.params, request.params, '/path'),
    query: parse(route.query, request.query, '/query'),
    body: parse(route.body?.schema, raw, ''),
  };
  if (route.takesIdempotencyKey === true) {
    const key = parseIdempotencyKey(request.get('idempotency-key'));
    if (typeof key === 'object' && key !== null) problems.push(key);
  }
  // What WeChat sends is judged by its signature first.
  if (route.auth.kind !== 'none') {
    checkText(request.params, '/path');
    checkText(request.query, '/query');
  }
  if (problems.length === 0) return parsed;
  const { params } = request;
  const more = (await route.findMore?.({ params, body: raw, caller })) ?? [];
  throw invalidRequest([...problems, ...withoutTold(more, problems)]);
}

/** Of a place that is wrong in itself, and of what is in it, nothing more is told. */
function withoutTold(
  more: readonly FieldProblem[],
  problems: readonly FieldProblem[],
): FieldProblem[] {
  const isTold = (pointer: string): boolean =>
    problems.some((told) => pointer === told.pointer || pointer.startsWith(`${told.pointer}/`));
  return more.filter(({ pointer }) => !isTold(pointer));
}

/** One refusal that names everything. */
export function invalidRequest(problems: readonly FieldProblem[]): AppError {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  return new AppError('invalid-request', { message: `${count}: see \`errors\`.`, problems });
}

function hangUpSignal(response: Response): AbortSignal {
  const controller = new AbortController();
  if (response.closed) controller.abort();
  else response.once('close', () => controller.abort());
  return controller.signal;
}

function write(response: Response, reply: Reply): void {
  response.status(reply.status);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  // Ended as it is: Express would look at charset, ETag and freshness, which an api's answer has no use for.
  if ('json' in reply) response.setHeader('Content-Type', jsonType).end(JSON.stringify(reply.json));
  else if ('text' in reply) response.type(reply.contentType).send(reply.text);
  else if ('parts' in reply) writeParts(response.type(reply.contentType), reply.parts);
  else response.end();
}
