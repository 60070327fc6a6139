import { z } from 'zod';
import { canSeeApp, type KeyCaller } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { openStates, type ReadStats } from '../../use-cases/operators/read-stats.ts';
import { appId, shownInstant } from '../fields.schema.ts';

const count = z.int();

const shownMinute = z.object({
  at: shownInstant.meta({ description: 'The beginning of the minute.' }),
  accepted: count.meta({ description: 'Pushes taken.' }),
  sent: count.meta({ description: 'Attempts that WeChat accepted, by when they began.' }),
  refused: count.meta({ description: 'Attempts that WeChat refused.' }),
  notSent: count,
  unconfirmed: count.meta({ description: 'Attempts whose answer was lost.' }),
  ...{ parked: count, dead: count, expired: count, cancelled: count },
  errcodes: z.record(z.string(), count).meta({ description: 'Refusals by errcode.' }),
});

const shownStats = z
  .object({
    at: shownInstant,
    open: z
      .object(Object.fromEntries(openStates.map((state) => [state, count])))
      .meta({ description: 'Pushes that have not ended, by state.' }),
    oldestQueuedAt: shownInstant
      .nullable()
      .meta({ description: 'Since when the push is due that has been queued for the longest.' }),
    minutes: z
      .array(shownMinute)
      .meta({ description: 'Minutes in which anything happened, oldest first.' }),
  })
  .meta({ id: 'Stats' });

const at = '2026-01-05T08:00:12.000Z';
const example = {
  at,
  open: { scheduled: 3, parked: 120, queued: 8, sending: 2, retrying: 1, unconfirmed: 0 },
  oldestQueuedAt: '2026-01-05T08:00:11.400Z',
  minutes: [
    {
      ...{ at: '2026-01-05T07:59:00.000Z', accepted: 240, sent: 230, refused: 4, notSent: 0 },
      ...{ unconfirmed: 1, parked: 3, dead: 1, expired: 0, cancelled: 0 },
      errcodes: { 43101: 3, 47003: 1 },
    },
  ],
};

const longestMinutes = 7 * 1440;
const query = z.strictObject({
  appId: appId.optional(),
  minutes: z
    .string()
    .refine(
      (text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= longestMinutes,
      {
        error: `must be a whole number from 1 to ${longestMinutes}`,
        params: { rule: 'minutes', limit: longestMinutes },
      },
    )
    .transform(Number)
    .default(60)
    .meta({
      description: `How far to look back, 1 to ${longestMinutes} (7 days), default 60.`,
      override: { type: 'integer', default: 60, example: 60 },
    }),
});

/** GET /v1/stats */
export function readStatsRoute({ readStats }: { readStats: ReadStats }): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/stats',
    operationId: 'readStats',
    tag: 'Operating',
    summary: 'What is open now, and what happened minute by minute',
    description:
      'Counted from open pushes and from minute buckets, which the workers bring up to date every ten seconds; never from history. A key that is bound to apps is told of those apps alone.',
    auth: { kind: 'key', scope: 'push:read' },
    query,
    replies: { 200: { description: 'The figures.', schema: shownStats, example } },
    problems: [],
    handle: async ({ query: asked, caller }) => {
      const appIds = visibleAppIds(caller, asked.appId);
      return { status: 200, json: await readStats({ appIds, minutes: asked.minutes }) };
    },
  });
}

/** Null: of all apps. */
function visibleAppIds(caller: KeyCaller, asked: string | undefined): readonly string[] | null {
  if (asked === undefined) return caller.appIds;
  return canSeeApp(caller, asked) ? [asked] : [];
}
