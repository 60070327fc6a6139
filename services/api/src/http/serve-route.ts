import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, type FieldProblem } from '@yuexin/errors';
import type { z } from 'zod';
import { hasScope, type Caller } from './caller.ts';
import type { CountRequest } from './create-rate-limit.ts';
import { headerOf } from './header-of.ts';
import { identifyCaller, type IdentifyDeps } from './identify-caller.ts';
import { parseIdempotencyKey } from './idempotency-key.ts';
import { invalidRequest } from './invalid-request.ts';
import { problemsOfIssues } from './problems-of-issues.ts';
import { readBody } from './read-body.ts';
import { findUnstorableValues } from './read-json-body.ts';
import { contextOf } from './request-context.ts';
import type { RequestOrigin } from './request-origin.ts';
import type { Route, RouteAuth } from './route.ts';
import { withinDeadline } from './within-deadline.ts';
import { writeReply } from './write-reply.ts';

export type ServeDeps = IdentifyDeps & {
  countRequest: CountRequest;
  origin: RequestOrigin;
  /** Why the process has not begun to serve, or null once it has. */
  startupProblem: () => string | null;
};

/** A request that has found its route. */
export type RouteCall = {
  request: IncomingMessage;
  response: ServerResponse;
  params: Readonly<Record<string, string | string[]>>;
  /** Values are texts or lists of texts, as node:querystring reads them. */
  query: Readonly<Record<string, unknown>>;
};

/** The two halves of serving a request, each of which rejects with whatever is to be answered instead. */
export type RouteServer = {
  /** Who calls, and how often? */
  admit(call: Pick<RouteCall, 'request' | 'response'>): Promise<void>;
  /** May they, what did they say, what is the answer? */
  answer(call: RouteCall): Promise<void>;
};

const identifyDeadlineMs = 5_000;
const handleDeadlineMs = 8_000;
const nothingDone = 'nothing was done';

/** Serves one row of the table, on Node's own request and response: Express's are theirs too. */
export function createRouteServer(route: Route, deps: ServeDeps): RouteServer {
  return {
    admit: async ({ request, response }) => {
      const context = contextOf(response);
      context.route = route.path;
      requireStarted(deps.startupProblem);
      const address = deps.origin.addressOf(request);
      if (route.auth.kind !== 'none')
        try {
          const caller = identifyCaller(route.auth, { request, address }, deps);
          context.caller = await withinDeadline(caller, identifyDeadlineMs, nothingDone);
        } catch (error) {
          if (!(error instanceof AppError) || !isRefusal(error)) throw error;
          context.refusal = error;
        }
      if (route.isUnlimited !== true) await deps.countRequest(response, address);
    },
    answer: async (call) => {
      const { request, response } = call;
      const { caller, requestId, refusal } = contextOf(response);
      if (refusal !== null) throw refusal;
      // Personal data and keys: no cache between us and the caller keeps them.
      response.setHeader('Cache-Control', 'no-store');
      requireScope(route.auth, caller);
      const { params, query, body } = await parseRequest(route, call);
      const answer = route.handle({
        params,
        query,
        body,
        caller,
        requestId,
        header: (name) => headerOf(request, name),
        address: deps.origin.addressOf(request),
        get isSecure() {
          return deps.origin.isSecure(request);
        },
        // Made only for those who wait: it costs as much as the rest of a small request.
        get signal() {
          return hangUpSignal(response);
        },
      });
      const soFar = route.method === 'get' ? nothingDone : undefined;
      const reply = await withinDeadline(answer, route.deadlineMs ?? handleDeadlineMs, soFar);
      writeReply(response, reply);
    },
  };
}

const isRefusal = ({ kind }: AppError): boolean => kind === 'denied' || kind === 'throttled';

/** Throws `unavailable` until the process serves. */
export function requireStarted(startupProblem: ServeDeps['startupProblem']): void {
  const problem = startupProblem();
  if (problem !== null) throw new AppError('unavailable', { message: problem });
}

function requireScope(auth: RouteAuth, caller: Caller | null): void {
  if (auth.kind !== 'key' || caller?.kind !== 'key' || hasScope(caller, auth.scope)) return;
  throw new AppError('forbidden', { message: `This call needs the scope ${auth.scope}.` });
}

async function parseRequest(route: Route, call: RouteCall) {
  const { request, response } = call;
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
    params: parse(route.params, call.params, '/path'),
    query: parse(route.query, call.query, '/query'),
    body: parse(route.body?.schema, raw, ''),
  };
  if (route.takesIdempotencyKey === true) {
    const key = parseIdempotencyKey(headerOf(request, 'idempotency-key'));
    if (typeof key === 'object' && key !== null) problems.push(key);
  }
  // What WeChat sends is judged by its signature first.
  if (route.auth.kind !== 'none') {
    checkText(call.params, '/path');
    checkText(call.query, '/query');
  }
  if (problems.length === 0) return parsed;
  const { caller } = contextOf(response);
  const more = (await route.findMore?.({ params: call.params, body: raw, caller })) ?? [];
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

function hangUpSignal(response: ServerResponse): AbortSignal {
  const controller = new AbortController();
  if (response.closed) controller.abort();
  else response.once('close', () => controller.abort());
  return controller.signal;
}
