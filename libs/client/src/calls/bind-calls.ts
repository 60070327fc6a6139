import type { CallDescription } from '../call-description.ts';
import { apiCalls, type ApiCalls } from '../generated/api-calls.ts';
import { createPagedList, type Page } from '../paged-list.ts';
import { buildRequest, type CallArguments } from './build-request.ts';
import type { Send } from './send-with-retries.ts';

type BoundCall = (...given: unknown[]) => unknown;

/** The calls of the table as functions, in their groups. What they take is what the generated types say. */
export function bindCalls({ baseUrl, send }: { baseUrl: string; send: Send }): ApiCalls {
  const groups = Object.entries<Record<string, CallDescription>>(apiCalls).map(([group, calls]) => [
    group,
    Object.fromEntries(
      Object.entries(calls).map(([name, call]) => [name, bindCall({ baseUrl, send, call })]),
    ),
  ]);
  return Object.fromEntries(groups) as ApiCalls;
}

function bindCall(input: { baseUrl: string; send: Send; call: CallDescription }): BoundCall {
  const { baseUrl, send, call } = input;
  if (call.pagedBy === null)
    return async (...given) => send(buildRequest(baseUrl, call, readArguments(call, given)));
  return (...given) => {
    const args = readArguments(call, given);
    return createPagedList((cursor) =>
      Promise.resolve()
        .then(() => send(buildRequest(baseUrl, call, atCursor(call, args, cursor))))
        .then((page) => page as Page),
    );
  };
}

/** Path parameters first, then the query, then the body, then the options. */
function readArguments(call: CallDescription, given: readonly unknown[]): CallArguments {
  const rest = [...given];
  const params = [...call.path.matchAll(/\{\w+\}/g)].map(() => rest.shift() as string);
  const query = call.hasQuery ? (rest.shift() as CallArguments['query']) : undefined;
  const body = call.bodyType === null ? undefined : rest.shift();
  return { params, query, body, options: rest.shift() as CallArguments['options'] };
}

function atCursor(
  call: CallDescription,
  args: CallArguments,
  cursor: string | null,
): CallArguments {
  if (cursor === null) return args;
  if (call.pagedBy === 'query') return { ...args, query: { ...args.query, cursor } };
  return { ...args, body: { ...(args.body as object | undefined), cursor } };
}
