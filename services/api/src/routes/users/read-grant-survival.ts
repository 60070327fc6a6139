import { shownInstant } from '@yuexin/callbacks';
import type { GrantDrift, GrantSurvival, Storage } from '@yuexin/storage';
import { grantAgeBands } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { appParams } from '../apps/app.schema.ts';

import { longestSpanDays, recentSpanOf, recentSpanQuery, usualSpanDays } from './recent-span.ts';

const counts = {
  alive: z.int().meta({ description: 'Sends that WeChat accepted.' }),
  gone: z.int().meta({ description: 'Sends it refused with 43101: it had no such grant.' }),
  survival: z
    .number()
    .nullable()
    .meta({ description: 'The share of those alive; null where none was used.' }),
};

const shownSurvival = z
  .object({
    from: shownInstant,
    to: shownInstant,
    isSampled: z
      .boolean()
      .meta({ description: 'There were more pushes; the newest 20,000 were looked at.' }),
    data: z.array(
      z.object({
        templateId: z.string(),
        ...counts,
        ages: z.array(
          z.object({
            fromSeconds: z.int().meta({ description: 'Of this age, or older.' }),
            toSeconds: z.int().nullable().meta({ description: 'And younger than this.' }),
            ...counts,
          }),
        ),
        drift: z
          .object({ times: z.int(), voidedGrants: z.int() })
          .meta({ description: 'As in `GET …/grant-drift`, of the same time.' }),
      }),
    ),
  })
  .meta({ id: 'GrantSurvival' });

const example = {
  ...{ from: '2026-01-05T00:00:00.000Z', to: '2026-01-12T00:00:00.000Z', isSampled: false },
  data: [
    {
      ...{ templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE', alive: 940, gone: 60 },
      survival: 0.94,
      ages: [{ fromSeconds: 0, toSeconds: 3600, alive: 700, gone: 7, survival: 0.9901 }],
      drift: { times: 60, voidedGrants: 71 },
    },
  ],
};

/** GET /v1/apps/{appId}/grant-survival */
export function readGrantSurvivalRoute(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    grants: Pick<Storage['grants'], 'drift' | 'survival'>;
  };
  clock: Clock;
}): Route {
  const { apps, grants } = deps.storage;
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/grant-survival',
    operationId: 'readGrantSurvival',
    tag: 'Users and grants',
    summary: 'How long grants last',
    description: `Per template, and by the age that a grant had when it was used: whether WeChat still had it. Of pushes created in the last ${usualSpanDays} days unless \`from\` and \`to\` say otherwise; ${longestSpanDays} at most.`,
    auth: { kind: 'key', scope: 'grant:read' },
    params: appParams,
    query: recentSpanQuery,
    replies: {
      200: { description: 'Templates whose grants were used.', schema: shownSurvival, example },
    },
    problems: ['not-found'],
    handle: async ({ params, query, caller }) => {
      const { appId } = await findVisibleApp({ apps }, caller, params.appId);
      const { from, to } = recentSpanOf(query, deps.clock.now());
      const { survival, isSampled } = await grants.survival({ appId, from, to });
      const data = presentSurvival(survival, await grants.drift({ appId, from, to }));
      const span = { from: from.toISOString(), to: to.toISOString() };
      return { status: 200, json: { ...span, isSampled, data } };
    },
  });
}

function presentSurvival(survival: readonly GrantSurvival[], drift: readonly GrantDrift[]) {
  const templateIds = [...new Set(survival.map(({ templateId }) => templateId))];
  return templateIds.map((templateId) => {
    const own = survival.filter((one) => one.templateId === templateId);
    const { times = 0, voidedGrants = 0 } =
      drift.find((one) => one.templateId === templateId) ?? {};
    return {
      ...{ templateId, ...sumOf(own) },
      ages: grantAgeBands.map((fromSeconds, band) => ({
        ...{ fromSeconds, toSeconds: grantAgeBands[band + 1] ?? null },
        ...sumOf(own.filter((one) => one.band === band)),
      })),
      drift: { times, voidedGrants },
    };
  });
}

function sumOf(rows: readonly GrantSurvival[]) {
  const alive = rows.reduce((sum, row) => sum + row.alive, 0);
  const gone = rows.reduce((sum, row) => sum + row.gone, 0);
  const all = alive + gone;
  return { alive, gone, survival: all === 0 ? null : Math.round((alive / all) * 1e4) / 1e4 };
}
