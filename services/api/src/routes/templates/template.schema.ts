import { templateKinds } from '@yuexin/domain';
import { z } from 'zod';
import { reasonSchema, shownInstant } from '../fields.schema.ts';

export const templateParams = z.object({
  appId: z.string().meta({ example: 'wx0123456789abcdef' }),
  templateId: z.string(),
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
