import { shownInstant } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { actorOf, canSeeApp } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAlarm, readAlarmId } from '../../presenters/present-alarm.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { exampleOf, listOf, pageQuery } from '../fields.schema.ts';

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

const example = {
  ...{ id: 'wx0123456789abcdef:errcode-45009', appId: 'wx0123456789abcdef', code: 'errcode-45009' },
  ...{ message: 'The day’s quota of the app is used up.', count: 3 },
  ...{ firstAt: '2026-01-05T08:00:00.000Z', lastAt: '2026-01-05T08:02:00.000Z' },
  ...{ acknowledgedAt: null, acknowledgedBy: null, resolvedAt: null },
};
const acknowledgedExample = {
  ...example,
  acknowledgedAt: '2026-01-05T08:05:00.000Z',
  acknowledgedBy: 'key:key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
};

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
    query: z.strictObject({
      ...pageQuery,
      state: z.enum(['open']).optional().meta({
        description: 'Those alone that nobody has acknowledged and whose cause stands.',
      }),
    }),
    replies: {
      200: { description: 'A page.', schema: listOf(shownAlarm), example: exampleOf(example) },
    },
    problems: [],
    handle: async ({ query, caller }) => {
      const { items, nextCursor } = await storage.upkeep.listAlarms({
        ...(caller.appIds !== null && { appIds: caller.appIds }),
        isOpen: query.state === 'open',
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
    params: z.object({
      id: z.string().meta({ example: 'wx0123456789abcdef:errcode-45009' }),
    }),
    body: { schema: z.strictObject({}), isOptional: true },
    replies: {
      200: { description: 'Acknowledged.', schema: shownAlarm, example: acknowledgedExample },
    },
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
