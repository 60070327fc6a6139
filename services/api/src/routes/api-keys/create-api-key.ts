import { defineRoute, type Route } from '../../http/route.ts';
import { presentApiKey } from '../../presenters/present-api-key.ts';
import { createKey, findVisibleKey, rotateKey } from '../../use-cases/manage-api-keys.ts';
import type { RecordAction } from '../../use-cases/record-action.ts';
import {
  apiKeyParams,
  createApiKeyBody,
  rotateApiKeyBody,
  shownNewApiKey,
} from './api-key.schema.ts';

type Deps = Parameters<typeof createKey>[0] & { recordAction: RecordAction };

/** POST /v1/api-keys */
export function createApiKeyRoute(deps: Deps): Route {
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
    replies: { 201: { description: 'The key, this once.', schema: shownNewApiKey } },
    problems: [],
    handle: async ({ body, caller, requestId }) => {
      const { row, key } = await createKey(deps, caller, body);
      const after = presentApiKey(row);
      const target = `key:${row.id}`;
      await deps.recordAction({ caller, requestId, action: 'api-key.create', target, after });
      return { status: 201, json: { ...after, key } };
    },
  });
}

/** POST /v1/api-keys/{id}/rotate */
export function rotateApiKeyRoute(deps: Deps): Route {
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
    replies: { 201: { description: 'The new key, this once.', schema: shownNewApiKey } },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const old = await findVisibleKey(deps, caller, params.id);
      const { row, key } = await rotateKey(deps, old, body.overlapSeconds);
      await deps.recordAction({
        caller,
        requestId,
        action: 'api-key.rotate',
        target: `key:${old.id}`,
        before: presentApiKey(old),
        after: { ...presentApiKey(row), overlapSeconds: body.overlapSeconds },
      });
      return { status: 201, json: { ...presentApiKey(row), key } };
    },
  });
}
