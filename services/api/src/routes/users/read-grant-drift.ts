import { shownInstant } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { appParams } from '../apps/app.schema.ts';
import { longestSpanDays, recentSpanOf, recentSpanQuery, usualSpanDays } from './recent-span.ts';

const shownDrift = z
  .object({
    from: shownInstant,
    to: shownInstant,
    data: z.array(
      z.object({
        templateId: z.string(),
        times: z
          .int()
          .meta({ description: 'Sends that WeChat refused although there was a grant.' }),
        voidedGrants: z.int(),
        lastAt: shownInstant,
      }),
    ),
  })
  .meta({ id: 'GrantDrift' });

const example = {
  ...{ from: '2026-01-05T00:00:00.000Z', to: '2026-01-12T00:00:00.000Z' },
  data: [
    {
      ...{ templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE', times: 3 },
      ...{ voidedGrants: 4, lastAt: '2026-01-11T08:00:00.000Z' },
    },
  ],
};

/** GET /v1/apps/{appId}/grant-drift */
export function readGrantDriftRoute(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    grants: Pick<Storage['grants'], 'drift'>;
  };
  clock: Clock;
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/grant-drift',
    operationId: 'readGrantDrift',
    tag: 'Users and grants',
    summary: 'How often the ledger believed in a grant that WeChat did not have',
    description: `Per template, the worst first: sends refused with 43101 although the ledger held a grant, and the grants voided by that. The last ${usualSpanDays} days unless \`from\` and \`to\` say otherwise; ${longestSpanDays} at most.`,
    auth: { kind: 'key', scope: 'grant:read' },
    params: appParams,
    query: recentSpanQuery,
    replies: { 200: { description: 'Templates with drift.', schema: shownDrift, example } },
    problems: ['not-found'],
    handle: async ({ params, query, caller }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const { from, to } = recentSpanOf(query, deps.clock.now());
      const drift = await deps.storage.grants.drift({ appId, from, to });
      const data = drift.map((one) => ({ ...one, lastAt: one.lastAt.toISOString() }));
      return { status: 200, json: { from: from.toISOString(), to: to.toISOString(), data } };
    },
  });
}
