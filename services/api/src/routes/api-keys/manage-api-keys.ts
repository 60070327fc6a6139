import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentApiKey } from '../../presenters/present-api-key.ts';
import {
  canSeeKey,
  findVisibleKey,
  revokeKey,
  type KeyDeps,
} from '../../use-cases/operators/manage-api-keys.ts';
import { pageInMemory } from '../../use-cases/dead-letters/page-in-memory.ts';
import { exampleOf, listOf, pageQuery, whyBody } from '../fields.schema.ts';
import { apiKeyParams, shownApiKey, shownApiKeyExample } from './api-key.schema.ts';

/** GET /v1/api-keys */
export function listApiKeysRoute({ storage }: KeyDeps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/api-keys',
    operationId: 'listApiKeys',
    tag: 'API keys',
    summary: 'List keys, newest first',
    description: 'Without the keys themselves: they are not stored.',
    auth: { kind: 'key', scope: 'admin' },
    query: z.strictObject(pageQuery),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownApiKey),
        example: exampleOf(shownApiKeyExample),
      },
    },
    problems: [],
    handle: async ({ query, caller }) => {
      const { items, nextCursor } = pageInMemory({
        items: (await storage.apiKeys.list()).filter((row) => canSeeKey(caller, row)),
        nameOf: (row) => row.id,
        limit: query.limit,
        cursor: query.cursor,
      });
      return { status: 200, json: { data: items.map(presentApiKey), nextCursor } };
    },
  });
}

/** DELETE /v1/api-keys/{id} */
export function revokeApiKeyRoute(deps: KeyDeps): Route {
  return defineRoute({
    method: 'delete',
    path: '/v1/api-keys/{id}',
    operationId: 'revokeApiKey',
    tag: 'API keys',
    summary: 'End a key',
    description:
      'At once in this process, within a few seconds in the others. With the last key of a caller its webhook endpoints are disabled as well. May be repeated.',
    auth: { kind: 'key', scope: 'admin' },
    params: apiKeyParams,
    body: { schema: whyBody, isOptional: true },
    replies: { 204: { description: 'It has ended.' } },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const row = await findVisibleKey(deps, caller, params.id);
      const { clock } = deps;
      await deps.performAction({ caller, requestId }, async (storage) => {
        const revoked = await revokeKey({ storage, clock }, row);
        const change = { before: presentApiKey(row), after: presentApiKey(revoked) };
        const action = { action: 'api-key.revoke', target: `key:${row.id}`, ...change, ...body };
        return { result: undefined, action };
      });
      deps.keys.forget();
      return { status: 204, isEmpty: true };
    },
  });
}
