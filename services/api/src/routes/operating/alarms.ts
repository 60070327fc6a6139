import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { actorOf, canSeeApp } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAlarm, readAlarmId } from '../../presenters/present-alarm.ts';
import { noSuch } from '../../use-cases/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/perform-action.ts';
import { listOf, pageQuery, shownInstant } from '../fields.schema.ts';

const shownAlarm = z
  .object({
    id: z.string().meta({ example: 'wx0123456789abcdef:app-configuration' }),
    appId: z.string().nullable(),
    code: z.string(),
    message: z.string(),
    count: z.int(),
    firstAt: shownInstant,
    lastAt: shownInstant,
    acknowledgedAt: shownInstant.nullable(),
    acknowledgedBy: z.string().nullable(),
    resolvedAt: shownInstant
      .nullable()
      .meta({ description: 'When its cause went away by itself.' }),
  })
  .meta({ id: 'Alarm' });

type Deps = {
  storage: { upkeep: Pick<Storage['upkeep'], 'listAlarms'> };
  performAction: PerformAction;
};

/** GET /v1/alarms */
export function listAlarmsRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/alarms',
    operationId: 'listAlarms',
    tag: 'Operating',
    summary: 'What an operator should look at, newest first',
    description: 'A key that is bound to apps is told of those apps alone.',
    auth: { kind: 'key', scope: 'operator' },
    query: z.strictObject(pageQuery),
    replies: { 200: { description: 'A page.', schema: listOf(shownAlarm) } },
    problems: [],
    handle: async ({ query, caller }) => {
      const { items, nextCursor } = await storage.upkeep.listAlarms({
        ...(caller.appIds !== null && { appIds: caller.appIds }),
        limit: query.limit,
        cursor: query.cursor ?? null,
      });
      return { status: 200, json: { data: items.map(presentAlarm), nextCursor } };
    },
  });
}

/** POST /v1/alarms/{id}/acknowledge */
export function acknowledgeAlarmRoute({ performAction }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/alarms/{id}/acknowledge',
    operationId: 'acknowledgeAlarm',
    tag: 'Operating',
    summary: 'Say that somebody looks after it',
    description: 'It is raised anew when its cause comes back.',
    auth: { kind: 'key', scope: 'operator' },
    params: z.object({ id: z.string() }),
    body: { schema: z.strictObject({}), isOptional: true },
    replies: { 200: { description: 'Acknowledged.', schema: shownAlarm } },
    problems: ['not-found'],
    handle: async ({ params, caller, requestId }) => {
      const isVisible = (appId: string | null) =>
        appId === null ? caller.appIds === null : canSeeApp(caller, appId);
      const asked = readAlarmId(params.id);
      const name = asked !== null && isVisible(asked.appId) ? asked : null;
      const by = actorOf(caller);
      const json = await performAction({ caller, requestId }, async ({ upkeep }) => {
        const alarm = name === null ? null : await upkeep.acknowledgeAlarm({ ...name, by });
        if (alarm === null) throw noSuch('alarm');
        const { appId } = alarm;
        const after = presentAlarm(alarm);
        const target = `alarm:${params.id}`;
        const action = { action: 'alarm.acknowledge', target, ...(appId && { appId }), after };
        return { result: after, action };
      });
      return { status: 200, json };
    },
  });
}
