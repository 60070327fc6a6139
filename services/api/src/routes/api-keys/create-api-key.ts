import { defineRoute, type Route } from '../../http/route.ts';
import { presentApiKey } from '../../presenters/present-api-key.ts';
import {
  createKey,
  findKeyProblems,
  findVisibleKey,
  rotateKey,
  type KeyDeps,
} from '../../use-cases/operators/manage-api-keys.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import {
  apiKeyParams,
  createApiKeyBody,
  rotateApiKeyBody,
  shownApiKeyExample,
  shownNewApiKey,
} from './api-key.schema.ts';

/** POST /v1/api-keys */
export function createApiKeyRoute(deps: KeyDeps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/api-keys',
    operationId: 'createApiKey',
    tag: 'API keys',
    summary: 'Make a key for a business system',
    description: 'The key is shown once. Idempotency keys do not apply here.',
    auth: { kind: 'key', scope: 'admin' },
    body: {
      schema: createApiKeyBody,
      example: {
        name: 'Orders',
        scopes: ['push:write', 'push:read'],
        appIds: ['wx0123456789abcdef'],
      },
    },
    replies: {
      201: {
        description: 'The key, this once.',
        schema: shownNewApiKey,
        example: { ...shownApiKeyExample, key: 'yx_…' },
      },
    },
    problems: [],
    findMore: ({ body, caller }) => findKeyProblems(deps, caller, body),
    handle: async ({ body, caller, requestId }) => {
      const { clock } = deps;
      const json = await deps.performAction({ caller, requestId }, async (storage) => {
        const { row, key } = await createKey({ storage, clock }, caller, body);
        const after = presentApiKey(row);
        const action = { action: 'api-key.create', target: `key:${row.id}`, after };
        return { result: { ...after, key }, action };
      });
      return { status: 201, json };
    },
  });
}

/** POST /v1/api-keys/{id}/rotate */
export function rotateApiKeyRoute(deps: KeyDeps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/api-keys/{id}/rotate',
    operationId: 'rotateApiKey',
    tag: 'API keys',
    summary: 'Replace a key without a gap',
    description:
      'The new key belongs to the same caller; the old one goes on working for the overlap.',
    auth: { kind: 'key', scope: 'admin' },
    params: apiKeyParams,
    body: { schema: rotateApiKeyBody, isOptional: true, example: { overlapSeconds: 86_400 } },
    replies: {
      201: {
        description: 'The new key, this once.',
        schema: shownNewApiKey,
        example: { ...shownApiKeyExample, key: 'yx_…' },
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const old = await findVisibleKey(deps, caller, params.id);
      const { clock } = deps;
      const { overlapSeconds, reason } = body;
      const json = await deps.performAction({ caller, requestId }, async (storage) => {
        const { row, key } = await rotateKey({ storage, clock }, old, body);
        const shown = presentApiKey(row);
        const told = {
          ...{ before: presentApiKey(old), after: { ...shown, overlapSeconds } },
          ...withoutUndefined({ reason }),
        };
        const action = { action: 'api-key.rotate', target: `key:${old.id}`, ...told };
        return { result: { ...shown, key }, action };
      });
      deps.keys.forget();
      return { status: 201, json };
    },
  });
}
