import { reasonSchema, shownInstant } from '@yuexin/callbacks';
import { z } from 'zod';
import { openStates } from '../../use-cases/operators/read-stats.ts';
import { shownPause, shownQuota } from '../apps/app.schema.ts';
import { appId } from '../fields.schema.ts';

const count = z.int();
const ms = z.int();

const latency = z
  .object({ p50Ms: ms, p95Ms: ms, p99Ms: ms })
  .nullable()
  .meta({ description: 'From the 202 (or `sendAt`) to WeChat’s yes, of what never parked.' });

const shownMinute = z.object({
  at: shownInstant.meta({ description: 'The beginning of the minute, or of the span.' }),
  accepted: count.meta({ description: 'Pushes taken.' }),
  sent: count.meta({ description: 'Attempts that WeChat accepted, by when they began.' }),
  refused: count.meta({ description: 'Attempts that WeChat refused.' }),
  notSent: count,
  unconfirmed: count.meta({ description: 'Attempts whose answer was lost.' }),
  ...{ parked: count, dead: count, expired: count, cancelled: count },
  errcodes: z.record(z.string(), count).meta({ description: 'Refusals by errcode.' }),
  latency,
});

const shownProcess = z.object({
  id: z.string(),
  isAlive: z.boolean().meta({ description: 'It beat in the last ten seconds.' }),
  seenAt: shownInstant,
  progressedAt: shownInstant.nullable().meta({ description: 'When a send of its ended last.' }),
});

const shownToken = z.object({
  generation: count,
  obtainedAt: shownInstant,
  expiresAt: shownInstant,
  refreshAt: shownInstant.meta({ description: 'From when on it is renewed.' }),
  isRefreshing: z.boolean(),
});

const shownOpen = z
  .object(Object.fromEntries(openStates.map((state) => [state, count])))
  .meta({ description: 'Pushes that have not ended, by state.' });

const shownAppPulse = z.object({
  appId: z.string(),
  name: z.string(),
  pause: shownPause.nullable(),
  pausedTemplates: z.array(
    z.object({
      ...{ templateId: z.string(), title: z.string() },
      reason: reasonSchema.nullable(),
      until: shownInstant.nullable(),
    }),
  ),
  token: shownToken.nullable().meta({ description: 'Null: none was fetched yet.' }),
  quota: shownQuota.nullable(),
  open: shownOpen,
  ...{ acceptedPerSecond: z.number(), sentPerSecond: z.number() },
  oldestQueuedAt: shownInstant.nullable(),
  dead: count.meta({ description: 'Counted up to 10,001.' }),
});

export const shownStats = z
  .object({
    at: shownInstant,
    open: shownOpen,
    oldestQueuedAt: shownInstant
      .nullable()
      .meta({ description: 'Since when the push is due that has been queued for the longest.' }),
    acceptedPerSecond: z.number().meta({ description: 'Taken in the last ten seconds.' }),
    sentPerSecond: z.number().meta({ description: 'Accepted by WeChat in the last ten seconds.' }),
    dead: count.meta({ description: 'Dead letters held; each app counts up to 10,000.' }),
    isDeadCapped: z.boolean().meta({ description: 'There are more than were counted.' }),
    latency: latency.meta({ description: 'Of the last minutes.' }),
    workers: z.array(shownProcess),
    apis: z.array(shownProcess),
    isProgressing: z.boolean().meta({
      description:
        'A worker lives, and it is not so that a push that may go has been due for 30 seconds while no send ended.',
    }),
    apps: z.array(shownAppPulse),
    minutes: z
      .array(shownMinute)
      .meta({ description: 'Spans in which anything happened, oldest first.' }),
  })
  .meta({ id: 'Stats' });

const takenBy = (process: string) => ({
  ...{ id: process, isAlive: true, seenAt: '2026-01-05T08:00:12.000Z' },
  progressedAt: '2026-01-05T08:00:11.900Z',
});
const taken = { p50Ms: 84, p95Ms: 210, p99Ms: 405 };

export const statsExample = {
  at: '2026-01-05T08:00:12.000Z',
  open: { scheduled: 3, parked: 120, queued: 8, sending: 2, retrying: 1, unconfirmed: 0 },
  oldestQueuedAt: '2026-01-05T08:00:11.400Z',
  ...{ acceptedPerSecond: 4.1, sentPerSecond: 3.9, dead: 17, isDeadCapped: false },
  latency: taken,
  workers: [takenBy('worker-1')],
  apis: [{ ...takenBy('api-1'), progressedAt: null }],
  isProgressing: true,
  apps: [
    {
      ...{ appId: 'wx0123456789abcdef', name: 'Freight', pause: null, pausedTemplates: [] },
      token: {
        ...{ generation: 7, isRefreshing: false, obtainedAt: '2026-01-05T07:10:00.000Z' },
        ...{ expiresAt: '2026-01-05T09:10:00.000Z', refreshAt: '2026-01-05T09:05:00.000Z' },
      },
      quota: {
        ...{ dailyLimit: 3_000_000, used: 412_000, remain: 2_588_000, endsAt: null },
        readAt: '2026-01-05T08:00:00.000Z',
      },
      open: { scheduled: 3, parked: 120, queued: 8, sending: 2, retrying: 1, unconfirmed: 0 },
      ...{ acceptedPerSecond: 4.1, sentPerSecond: 3.9, dead: 17 },
      oldestQueuedAt: '2026-01-05T08:00:11.400Z',
    },
  ],
  minutes: [
    {
      ...{ at: '2026-01-05T07:59:00.000Z', accepted: 240, sent: 230, refused: 4, notSent: 0 },
      ...{ unconfirmed: 1, parked: 3, dead: 1, expired: 0, cancelled: 0 },
      ...{ errcodes: { 43101: 3, 47003: 1 }, latency: taken },
    },
  ],
};

/** A whole number of the query. */
function minutesUpTo(most: number, byDefault: number, description: string) {
  return z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= most, {
      error: `must be a whole number from 1 to ${most}`,
      params: { rule: 'minutes', limit: most },
    })
    .transform(Number)
    .default(byDefault)
    .meta({ description, override: { type: 'integer', default: byDefault, example: byDefault } });
}

const longestMinutes = 7 * 1440;

export const statsQuery = z.strictObject({
  appId: appId.optional(),
  minutes: minutesUpTo(
    longestMinutes,
    60,
    `How far to look back, 1 to ${longestMinutes} (7 days), default 60.`,
  ),
  stepMinutes: minutesUpTo(1440, 1, 'Minutes in each span of `minutes`, 1 to 1440, default 1.'),
});
