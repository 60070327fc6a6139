import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentCauses } from '../../presenters/present-causes.ts';
import { spanSince } from '../../use-cases/operators/span-since.ts';
import { causesExample, shownCauses } from './causes.schema.ts';
import { visibleAppIds } from './read-stats.ts';
import { statsQuery } from './stats.schema.ts';

/** GET /v1/causes */
export function readCausesRoute(deps: {
  storage: { upkeep: Pick<Storage['upkeep'], 'readCauses'> };
  clock: Clock;
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/causes',
    operationId: 'readCauses',
    tag: 'Operating',
    summary: 'Why pushes were not delivered, and whether it grows',
    description:
      'By errcode and by reason, most first, each with what it means and what can be done; from minute buckets, which the workers bring up to date every ten seconds. The pushes behind a cause: GET /v1/pushes?errcode=… for `refused`, else ?state=…&reason=….',
    auth: { kind: 'key', scope: 'push:read' },
    query: statsQuery,
    replies: { 200: { description: 'The causes.', schema: shownCauses, example: causesExample } },
    problems: [],
    handle: async ({ query: { appId, minutes, stepMinutes }, caller }) => {
      const now = deps.clock.now();
      const since = spanSince(now, { minutes, stepMinutes });
      const appIds = visibleAppIds(caller, appId);
      const found = await deps.storage.upkeep.readCauses({ appIds, since, stepMinutes });
      return { status: 200, json: { at: now.toISOString(), ...presentCauses(found) } };
    },
  });
}
