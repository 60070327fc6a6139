import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { ReadStats } from '../../use-cases/operators/read-stats.ts';
import { shownStats, statsExample, statsQuery } from './stats.schema.ts';

/** GET /v1/stats */
export function readStatsRoute({ readStats }: { readStats: ReadStats }): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/stats',
    operationId: 'readStats',
    tag: 'Operating',
    summary: 'How it goes now, and what happened minute by minute',
    description:
      'Counted from open pushes, the rows of the last seconds, and minute buckets, which the workers bring up to date every ten seconds; never from history. A key that is bound to apps is told of those apps alone.',
    auth: { kind: 'key', scope: 'push:read' },
    query: statsQuery,
    replies: { 200: { description: 'The figures.', schema: shownStats, example: statsExample } },
    problems: [],
    handle: async ({ query: { appId, minutes, stepMinutes }, caller }) => {
      const appIds = visibleAppIds(caller, appId);
      return { status: 200, json: await readStats({ appIds, minutes, stepMinutes }) };
    },
  });
}

/** Null: of all apps. */
export function visibleAppIds(
  caller: KeyCaller,
  asked: string | undefined,
): readonly string[] | null {
  if (asked === undefined) return caller.appIds;
  return canSeeApp(caller, asked) ? [asked] : [];
}
