import {
  langs,
  miniprogramStates,
  onNoGrantChoices,
  onUnconfirmedChoices,
  priorities,
  pushStates,
} from '@yuexin/domain';
import { z } from 'zod';
import { reasonSchema, shownInstant } from './shown-fields.schema.ts';

export const shownPushExample = {
  id: 'psh_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
  appId: 'wx0123456789abcdef',
  templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
  to: { openid: 'oABCD-1234567890abcdefghijkl', phoneMasked: '+86138****0000' },
  state: 'queued',
  data: { thing1: { value: '【广州】-->【上海】' }, thing2: { value: '钢材 32 吨' } },
  page: 'pages/goods/detail?id=42',
  lang: 'zh_CN',
  miniprogramState: 'formal',
  priority: 'normal',
  onNoGrant: 'park',
  onUnconfirmed: 'reconcile',
  attempts: 0,
  createdAt: '2026-01-05T08:00:00.000Z',
  updatedAt: '2026-01-05T08:00:00.000Z',
  sendAt: null,
  expiresAt: '2026-01-12T08:00:00.000Z',
  bizId: 'goods-42',
  metadata: null,
  cycle: 0,
};

/** A push as answers and callbacks show it (contract 5). */
export const shownPush = z
  .object({
    id: z.string().meta({ example: shownPushExample.id }),
    appId: z.string(),
    templateId: z.string(),
    to: z.object({ openid: z.string().optional(), phoneMasked: z.string().optional() }),
    state: z.enum(pushStates),
    reason: reasonSchema.optional(),
    delivery: z.enum(['pending', 'confirmed', 'failed']).optional().meta({
      description: 'What WeChat’s event said of a sent push.',
    }),
    data: z.record(z.string(), z.object({ value: z.string() })),
    page: z.string().nullable(),
    lang: z.enum(langs),
    miniprogramState: z.enum(miniprogramStates),
    priority: z.enum(priorities),
    onNoGrant: z.enum(onNoGrantChoices),
    onUnconfirmed: z.enum(onUnconfirmedChoices),
    attempts: z.int().meta({ description: 'How many times it was tried.' }),
    lastAttempt: z
      .object({
        errcode: z.int().nullable(),
        rid: z.string().optional(),
        msgid: z.string().optional().meta({ description: 'Text: it does not fit a double.' }),
        at: shownInstant,
      })
      .optional(),
    createdAt: shownInstant,
    updatedAt: shownInstant,
    sendAt: shownInstant.nullable(),
    expiresAt: shownInstant,
    sentAt: shownInstant.optional(),
    confirmedAt: shownInstant.optional(),
    bizId: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    cycle: z.int().meta({ description: 'How many times it was put back.' }),
    dedupeKey: z.string().optional(),
    dedupeUntil: shownInstant.optional().meta({ description: 'Until when it holds `dedupeKey`.' }),
    replaces: z.string().optional(),
    supersededBy: z.string().optional().meta({ description: 'The push that took its place.' }),
    fallback: z
      .array(
        z.object({
          templateId: z.string(),
          data: z.record(z.string(), z.object({ value: z.string() })),
        }),
      )
      .optional(),
    usedTemplateId: z.string().optional().meta({
      description:
        'Of a push with `fallback`: the template it has turned to, and is or was sent with.',
    }),
    purpose: z.string().optional(),
    isUrgent: z.literal(true).optional().meta({
      description: 'The app’s sending rules neither hold nor drop it.',
    }),
    heldUntil: shownInstant.optional().meta({
      description:
        'While a sending rule of the app keeps it waiting: when it is looked at again; `reason` names the rule.',
    }),
    isDuplicate: z.literal(true).optional().meta({
      description:
        'Only where a push is taken: what was asked for is a duplicate of this one, which holds its `dedupeKey`.',
    }),
  })
  .meta({ id: 'Push' });

export type ShownPush = z.output<typeof shownPush>;
