import { shownInstant } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentGrantFlow } from '../../presenters/present-grant-flow.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { spanSince } from '../../use-cases/operators/span-since.ts';
import { appParams } from '../apps/app.schema.ts';
import { statsQuery } from '../operating/stats.schema.ts';

const count = z.int();
const seconds = z.int().nullable();

const shownFlow = z
  .object({
    at: shownInstant,
    templates: z
      .array(
        z.object({
          templateId: z.string(),
          available: count.meta({ description: 'Grants that can be spent; up to 10,000.' }),
          isAvailableCapped: z.boolean().meta({ description: 'There are more.' }),
          parked: count.meta({ description: 'Pushes that wait for a grant; up to 10,000.' }),
          isParkedCapped: z.boolean(),
          oldestParkedAt: shownInstant.nullable(),
          obtained: count.meta({ description: 'Grants that came, one for each "allow".' }),
          spent: count,
          voided: count.meta({ description: 'By 43101: WeChat had no such grant.' }),
        }),
      )
      .meta({ description: 'Every template of the app.' }),
    life: z
      .array(z.object({ upToSeconds: seconds, times: count }))
      .meta({ description: 'How long grants had lived when they were spent; null: longer.' }),
    asks: z
      .array(
        z.object({
          page: z.string().meta({ description: 'Of the mini program, without its query.' }),
          asked: count.meta({ description: 'Answers: one for each template of a pop-up.' }),
          ...{ accepted: count, rejected: count, banned: count, filtered: count },
        }),
      )
      .meta({ description: 'What users answered, the pages asked most first; 50 at most.' }),
    spans: z
      .array(z.object({ at: shownInstant, obtained: count, spent: count, voided: count }))
      .meta({ description: 'Spans in which anything happened, oldest first.' }),
  })
  .meta({ id: 'GrantFlow' });

const example = {
  at: '2026-01-05T08:00:12.000Z',
  templates: [
    {
      ...{ templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE', available: 1200 },
      ...{ isAvailableCapped: false, parked: 3, isParkedCapped: false },
      oldestParkedAt: '2026-01-05T07:10:00.000Z',
      ...{ obtained: 240, spent: 231, voided: 2 },
    },
  ],
  life: [
    { upToSeconds: 60, times: 12 },
    { upToSeconds: 3600, times: 219 },
  ],
  asks: [
    {
      ...{ page: 'pages/goods/detail', asked: 300, accepted: 240, rejected: 55, banned: 3 },
      filtered: 2,
    },
  ],
  spans: [{ at: '2026-01-05T07:45:00.000Z', obtained: 240, spent: 231, voided: 2 }],
};

/** GET /v1/apps/{appId}/grant-flow */
export function readGrantFlowRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'>; grants: Pick<Storage['grants'], 'flow'> };
  clock: Clock;
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/grant-flow',
    operationId: 'readGrantFlow',
    tag: 'Users and grants',
    summary: 'What grants are at hand, what waits for one, what came and went',
    description:
      'Balances and parked pushes as they are; the rest from minute buckets, which the workers bring up to date every ten seconds.',
    auth: { kind: 'key', scope: 'grant:read' },
    params: appParams,
    query: statsQuery.omit({ appId: true }),
    replies: { 200: { description: 'The figures.', schema: shownFlow, example } },
    problems: ['not-found'],
    handle: async ({ params, query: { minutes, stepMinutes }, caller }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const now = deps.clock.now();
      const since = spanSince(now, { minutes, stepMinutes });
      const flow = await deps.storage.grants.flow({ appId, since, stepMinutes });
      return { status: 200, json: { at: now.toISOString(), ...presentGrantFlow(flow) } };
    },
  });
}
