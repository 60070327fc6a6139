import { presentPush, shownPush, shownPushExample } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import { defineRoute, type Route } from '../../http/route.ts';
import { listVisiblePushes } from '../../use-cases/pushes/list-visible-pushes.ts';
import { exampleOf, listOf } from '../fields.schema.ts';
import { listPushesQuery, searchPushesBody } from './list-pushes.schema.ts';

type Deps = { storage: { pushes: Pick<Storage['pushes'], 'list'> } };

const walk =
  'Where no index leads to what is asked for (by template, reason or errcode alone, or a state that many pushes are in), a page looks at the newest 20,000 pushes: it may have fewer than `limit` of them, or none, and a `nextCursor` all the same. With `openid`, `phone`, `bizId` or `rid` it is whole at once.';

/** GET /v1/pushes */
export function listPushesRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/pushes',
    operationId: 'listPushes',
    tag: 'Pushes',
    summary: 'List pushes, newest first',
    description: walk,
    auth: { kind: 'key', scope: 'push:read' },
    query: listPushesQuery,
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownPush),
        example: exampleOf(shownPushExample),
      },
    },
    problems: [],
    handle: async ({ query, caller }) => {
      const { items, nextCursor } = await listVisiblePushes(storage, caller, query);
      return { status: 200, json: { data: items.map(presentPush), nextCursor } };
    },
  });
}

/** POST /v1/pushes/search: the same with a phone, which has no place in a URL. */
export function searchPushesRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/pushes/search',
    operationId: 'searchPushes',
    tag: 'Pushes',
    summary: 'Search pushes, by phone too',
    description: `Takes what the list takes, and \`phone\`, which must not be in a URL. ${walk}`,
    auth: { kind: 'key', scope: 'push:read' },
    body: { schema: searchPushesBody, isOptional: true, example: { phone: '+8613800000000' } },
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownPush),
        example: exampleOf(shownPushExample),
      },
    },
    problems: [],
    handle: async ({ body, caller }) => {
      const { items, nextCursor } = await listVisiblePushes(storage, caller, body);
      return { status: 200, json: { data: items.map(presentPush), nextCursor } };
    },
  });
}
