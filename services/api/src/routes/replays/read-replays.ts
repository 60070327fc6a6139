import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentReplay } from '../../presenters/present-replay.ts';
import { findVisibleReplay } from '../../use-cases/dead-letters/find-visible-replay.ts';
import { exampleOf, listOf, pageQuery } from '../fields.schema.ts';
import { replayParams, shownReplay, shownReplayExample } from './replay.schema.ts';

type Deps = { storage: { replays: Pick<Storage['replays'], 'find' | 'list'> } };

/** GET /v1/replays */
export function listReplaysRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/replays',
    operationId: 'listReplays',
    tag: 'Dead letters',
    summary: 'List replays, newest first',
    auth: { kind: 'key', scope: 'operator' },
    query: z.strictObject(pageQuery),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownReplay),
        example: exampleOf(shownReplayExample),
      },
    },
    problems: [],
    handle: async ({ query: { limit, cursor = null }, caller }) => {
      const { appIds } = caller;
      const { items, nextCursor } = await storage.replays.list({ appIds, limit, cursor });
      return { status: 200, json: { data: items.map(presentReplay), nextCursor } };
    },
  });
}

/** GET /v1/replays/{id} */
export function getReplayRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/replays/{id}',
    operationId: 'getReplay',
    tag: 'Dead letters',
    summary: 'Read how far a replay is',
    auth: { kind: 'key', scope: 'operator' },
    params: replayParams,
    replies: {
      200: { description: 'The replay.', schema: shownReplay, example: shownReplayExample },
    },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const replay = await findVisibleReplay(storage, caller, params.id);
      return { status: 200, json: presentReplay(replay) };
    },
  });
}
