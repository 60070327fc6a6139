import { shownInstant } from '@yuexin/callbacks';
import { replayStates } from '@yuexin/storage';
import { z } from 'zod';
import { appId, createdSpan, openid, templateId, ttlSeconds, why } from '../fields.schema.ts';
import {
  bizId,
  errcodeField,
  inOrder,
  isInOrder,
  reasonCode,
} from '../pushes/list-pushes.schema.ts';
import { mayDuplicate } from '../pushes/replay-push.ts';

const filter = z
  .strictObject({
    appId: appId.optional(),
    templateId: templateId.optional(),
    reason: reasonCode,
    errcode: errcodeField,
    openid: openid.optional(),
    bizId,
    ...createdSpan,
  })
  .refine(isInOrder, inOrder)
  .meta({ description: 'Which dead pushes; `{}` is all of them.' });

const ratePerSecond = z.int().min(1).max(1000).default(20).meta({
  description: 'Pushes put back in a second, at most.',
});

const previewBody = z
  .strictObject({ filter, dryRun: z.literal(true), mayDuplicate })
  .meta({ id: 'ReplayPreviewRequest' });
const startBody = z
  .strictObject({
    previewToken: z.string().min(1).max(256),
    ratePerSecond,
    ttlSeconds: ttlSeconds.optional(),
    reason: why,
  })
  .meta({ id: 'ReplayStart' });

export const documentedReplayBody = z.union([previewBody, startBody]);

/** Told apart by `previewToken`, so that what is wrong is told of the one that was meant. */
export const replayBody = z
  .looseObject({ previewToken: z.unknown().optional() })
  .transform((given, context) => {
    const schema = given.previewToken === undefined ? previewBody : startBody;
    const parsed = schema.safeParse(given, { reportInput: true });
    if (parsed.success) return parsed.data;
    context.issues.push(...(parsed.error.issues as typeof context.issues));
    return z.NEVER;
  });

export const replayParams = z.object({
  id: z.string().meta({ example: 'rpl_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21' }),
});

const count = z.int();

const previewCounts = {
  matched: count.meta({ description: 'Dead pushes that fit the filter.' }),
  wouldSend: count.meta({ description: 'Go to WeChat again.' }),
  wouldPark: count.meta({
    description: 'For want of a grant: several pushes share those of a key.',
  }),
  wouldFailAgain: count.meta({
    description:
      'Left dead: data that does not fit the template as it is now, no template, no recipient, one whom WeChat refused for good (40003), or no grant and not to be parked.',
  }),
  mayDuplicate: count.meta({
    description:
      'May have been delivered already. Left out, unless `mayDuplicate` was asked for: then they are counted above as well.',
  }),
  alreadyDelivered: count.meta({
    description: 'WeChat said that they were delivered. Always left out.',
  }),
  grantsSpent: count,
  isCapped: z.boolean().meta({
    description: 'There are more: the replay covers the oldest; preview again for the rest.',
  }),
};

export const shownPreview = z
  .object({
    ...previewCounts,
    previewToken: z
      .string()
      .meta({ description: 'Starts exactly this replay, once, within 15 minutes.' }),
  })
  .meta({ id: 'ReplayPreview' });

const countsExample = {
  ...{ matched: 120, wouldSend: 90, wouldPark: 20, wouldFailAgain: 7, mayDuplicate: 3 },
  ...{ alreadyDelivered: 0, grantsSpent: 90, isCapped: false },
};

export const previewExample = {
  ...countsExample,
  previewToken: 'rpt_Zm9yIHRoZSByZWZlcmVuY2Ugb25seQ',
};

export const shownReplayExample = {
  ...{ id: 'rpl_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', state: 'running' },
  ...{ appIds: ['wx0123456789abcdef'], filter: { errcode: 47003 }, mayDuplicate: false },
  ...{ ratePerSecond: 20, ttlSeconds: null, preview: countsExample },
  progress: { total: 120, replayed: 40, parked: 8, failed: 3, leftOut: 1, skipped: 0 },
  startedBy: 'key:key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
  ...{ previewedAt: '2026-01-05T08:00:00.000Z', startedAt: '2026-01-05T08:01:00.000Z' },
  ...{ updatedAt: '2026-01-05T08:01:03.000Z', finishedAt: null },
};

export const shownReplay = z
  .object({
    id: replayParams.shape.id,
    state: z.enum(replayStates),
    appIds: z.array(z.string()),
    filter: z.record(z.string(), z.unknown()),
    mayDuplicate: z.boolean(),
    ratePerSecond: z.int(),
    ttlSeconds: z.int().nullable(),
    preview: z.object(previewCounts),
    progress: z.object({
      total: count,
      replayed: count.meta({ description: 'Back on the queue.' }),
      parked: count,
      failed: count.meta({ description: 'Left dead: they would only have failed again.' }),
      leftOut: count.meta({ description: 'Delivered, or perhaps delivered, already.' }),
      skipped: count.meta({ description: 'Not dead any more when their turn came.' }),
    }),
    startedBy: z.string(),
    previewedAt: shownInstant,
    startedAt: shownInstant,
    updatedAt: shownInstant,
    finishedAt: shownInstant.nullable(),
  })
  .meta({ id: 'Replay' });
