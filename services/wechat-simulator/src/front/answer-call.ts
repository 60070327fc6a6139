import { takeQuota } from '../ledger/quotas.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import { checkToken } from '../ledger/tokens.ts';
import type { World } from '../ledger/world.ts';
import type { Answer } from './answer.ts';
import type { Refuse } from './create-refusals.ts';
import type { Endpoint, TokenEndpoint } from './endpoint.ts';

/** A call that was read whole. `body` is null for GET. */
export type ReadCall = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown> | 44002 | 45002 | 47001 | null;
  at: Date;
  ip: string;
};

export type AnswerDeps = {
  world: World;
  endpoints: ReadonlyMap<string, Endpoint>;
  refuse: Refuse;
};

function openWithToken(deps: AnswerDeps, call: ReadCall): SimApp | number {
  const token = call.query.get('access_token') ?? '';
  if (token === '') return 41001;
  const checked = checkToken(deps.world.tokens, token, call.at.getTime());
  if (typeof checked === 'number') return checked;
  return deps.world.apps.get(checked.appId) ?? 40001;
}

function answerWithToken(deps: AnswerDeps, endpoint: TokenEndpoint, call: ReadCall): Answer {
  const app = openWithToken(deps, call);
  if (typeof app === 'number') return deps.refuse(app);
  const over = takeQuota({ app, path: endpoint.path, at: call.at.getTime() });
  if (over !== 0 && endpoint.path !== '/cgi-bin/clear_quota') return deps.refuse(over);
  if (typeof call.body === 'number') return deps.refuse(call.body);
  return endpoint.answer({ ...call, body: call.body ?? {}, app });
}

/** What WeChat answers: path, method, token, quota and body are looked at in this order, then the endpoint decides. */
export function answerCall(deps: AnswerDeps, call: ReadCall): Answer {
  const endpoint = deps.endpoints.get(call.path);
  if (endpoint === undefined) return deps.refuse(40066);
  if (endpoint.method !== call.method) return deps.refuse(endpoint.wrongMethodErrcode);
  if (endpoint.access === 'token') return answerWithToken(deps, endpoint, call);
  if (typeof call.body === 'number') return deps.refuse(call.body);
  return endpoint.answer({ ...call, body: call.body ?? {} });
}
