import { shownInstant } from '@yuexin/callbacks';
import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { appParams } from '../apps/app.schema.ts';
import { instant } from '../fields.schema.ts';

const dayMs = 86_400_000;
const longestDays = 31;
const usualDays = 7;

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
    description: `Per template, the worst first: sends refused with 43101 although the ledger held a grant, and the grants voided by that. The last ${usualDays} days unless \`from\` and \`to\` say otherwise; ${longestDays} at most.`,
    auth: { kind: 'key', scope: 'grant:read' },
    params: appParams,
    query: z.strictObject({
      from: instant.optional().meta({ example: '2026-01-05T00:00:00Z' }),
      to: instant.optional().meta({ example: '2026-01-12T00:00:00Z' }),
    }),
    replies: { 200: { description: 'Templates with drift.', schema: shownDrift, example } },
    problems: ['not-found'],
    handle: async ({ params, query, caller }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const { from, to } = spanOf(query, deps.clock.now());
      const drift = await deps.storage.grants.drift({ appId, from, to });
      const data = drift.map((one) => ({ ...one, lastAt: one.lastAt.toISOString() }));
      return { status: 200, json: { from: from.toISOString(), to: to.toISOString(), data } };
    },
  });
}

function spanOf(given: { from?: Date | undefined; to?: Date | undefined }, now: Date) {
  const to = given.to ?? now;
  const from = given.from ?? new Date(to.getTime() - usualDays * dayMs);
  const isInOrder = from < to;
  if (isInOrder && to.getTime() - from.getTime() <= longestDays * dayMs) return { from, to };
  const problem = isInOrder
    ? { rule: 'max', message: `must be at most ${longestDays} days before \`to\`` }
    : { rule: 'before-to', message: 'must be before `to`' };
  throw new AppError('invalid-request', {
    message: 'The time span is not valid: see `errors`.',
    problems: [{ pointer: '/query/from', ...problem, limit: to.toISOString() }],
  });
}
