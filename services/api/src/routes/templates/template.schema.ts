import { reasonSchema, shownInstant } from '@yuexin/callbacks';
import { templateKinds } from '@yuexin/domain';
import { z } from 'zod';

export const templateParams = z.object({
  appId: z.string().meta({ example: 'wx0123456789abcdef' }),
  templateId: z.string().meta({ example: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE' }),
});

export const shownTemplate = z
  .object({
    templateId: z.string(),
    title: z.string(),
    kind: z.enum(templateKinds),
    keywords: z.array(
      z.object({
        key: z.string(),
        type: z.string(),
        label: z.string(),
        options: z.array(z.string()).optional(),
      }),
    ),
    example: z.string(),
    state: z.enum(['active', 'paused', 'removed']),
    pause: z.object({ reason: reasonSchema, until: shownInstant.nullable() }).nullable(),
    syncedAt: shownInstant,
  })
  .meta({ id: 'Template' });

export const shownTemplateExample = {
  ...{
    templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
    title: '货源提醒',
    kind: 'one-time',
  },
  keywords: [
    { key: 'thing1', type: 'thing', label: '线路' },
    { key: 'thing2', type: 'thing', label: '货物' },
  ],
  example: '线路:【广州】-->【上海】\n货物:钢材 32 吨\n',
  ...{ state: 'active', pause: null, syncedAt: '2026-01-05T08:00:00.000Z' },
};

export const shownHurtExample = {
  ...{ templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE', because: 'data' },
  ...{ pushes: 12, isAtLeast: false, sample: ['psh_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21'] },
};

export const shownHurt = z
  .object({
    templateId: z.string(),
    because: z.enum(['removed', 'data']).meta({
      description: 'The template is gone, or the data does not fit its keywords any more.',
    }),
    pushes: z.int(),
    isAtLeast: z.boolean().meta({ description: 'Not all that wait were looked at.' }),
    sample: z.array(z.string()).meta({ description: 'Ids of some of them.' }),
  })
  .meta({ id: 'HurtPushes' });

const changedText = z.object({ from: z.string(), to: z.string() });
const changedKeyword = changedText.extend({ key: z.string() });
const keys = z.array(z.string());

export const shownTemplateChange = z
  .object({
    id: z.string(),
    at: shownInstant,
    templateId: z.string(),
    kind: z.enum(['added', 'changed', 'removed']),
    title: z.string(),
    change: z.object({
      title: changedText.optional(),
      kind: changedText.optional(),
      isReworded: z.literal(true).optional(),
      keywordsAdded: keys.optional(),
      keywordsRemoved: keys.optional(),
      retyped: z.array(changedKeyword).optional(),
      relabelled: z.array(changedKeyword).optional(),
      options: z.array(z.object({ key: z.string(), added: keys, removed: keys })).optional(),
    }),
    hurt: shownHurt
      .nullable()
      .meta({ description: 'Pushes that waited then and would be refused.' }),
  })
  .meta({ id: 'TemplateChange' });
