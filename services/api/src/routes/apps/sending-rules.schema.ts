import { z } from 'zod';
import { templateId, why } from '../fields.schema.ts';

const localTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a local time HH:MM');

/** An offset such as +08:00 is not a zone: it knows no summer time, and PostgreSQL reads its sign the other way round. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const then = z.enum(['hold', 'drop']).meta({
  description:
    '`hold`: the push waits (`scheduled`, `heldUntil`) and counts on no grant meanwhile. `drop`: it ends `cancelled`.',
});

export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, {
    error: 'must be an IANA time zone such as Asia/Shanghai',
    params: { rule: 'time-zone' },
  });

const quietHours = z
  .strictObject({
    from: localTime,
    to: localTime.meta({ description: 'Earlier than `from`: on the next day.' }),
    timeZone: timeZone.meta({ description: 'IANA name; changes of its clocks are minded.' }),
    then,
    spreadSeconds: z.int().min(0).max(3600).optional().meta({
      description:
        'Over how long what was held goes out when they end, so that it does not come in one second. Default: 300.',
    }),
  })
  .refine(({ from, to }) => from !== to, {
    error: 'must not begin and end at the same time',
    path: ['to'],
    params: { rule: 'differs' },
  })
  .meta({ id: 'QuietHours' });

const cap = z
  .strictObject({
    most: z.int().min(1).max(1000).meta({ description: 'To one user.' }),
    perSeconds: z
      .int()
      .min(60)
      .max(30 * 86_400)
      .meta({ description: 'Any span of so many seconds, counted back from now.' }),
    then,
  })
  .meta({
    id: 'FrequencyCap',
    description:
      'Counts messages that were sent, are under way, or may have been delivered, since the cap was set; not those refused.',
  });

const limits = {
  quietHours: quietHours.nullable().optional(),
  caps: z.array(cap).max(5).optional(),
  keepForPurposeSeconds: z
    .int()
    .min(0)
    .max(30 * 86_400)
    .optional()
    .meta({
      description:
        'How long a grant that was collected for a `purpose` is kept for pushes of it, before it is free for all; of grants from now on. Default: 0, not at all.',
    }),
};

export const sendingRulesBody = z
  .strictObject({
    ...limits,
    templates: z
      .array(
        z.strictObject({
          templateId,
          quietHours: limits.quietHours.meta({
            description: 'In the place of the app’s; null: none for this template.',
          }),
          caps: limits.caps.meta({ description: 'Beside the app’s: both hold.' }),
          keepForPurposeSeconds: limits.keepForPurposeSeconds.meta({
            description: 'In the place of the app’s.',
          }),
        }),
      )
      .max(200)
      .optional(),
  })
  .superRefine(({ templates = [] }, context) => {
    const ids = templates.map((template) => template.templateId);
    for (const [at, id] of ids.entries())
      if (ids.indexOf(id) < at)
        context.addIssue({
          code: 'custom',
          path: ['templates', at, 'templateId'],
          message: 'is listed twice',
          params: { rule: 'unique' },
        });
  })
  .meta({ id: 'SendingRules' });

/** The rules as a whole, and why they are changed. */
export const changeSendingRulesBody = sendingRulesBody
  .safeExtend({ reason: why })
  .meta({ id: 'SendingRulesChange' });

export type SendingRulesBody = z.output<typeof sendingRulesBody>;

export const sendingRulesExample: SendingRulesBody = {
  quietHours: {
    ...{ from: '22:00', to: '08:00', timeZone: 'Asia/Shanghai' },
    ...{ then: 'hold', spreadSeconds: 600 },
  },
  caps: [{ most: 5, perSeconds: 86_400, then: 'hold' }],
  keepForPurposeSeconds: 86_400,
  templates: [
    {
      templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
      caps: [{ most: 1, perSeconds: 3_600, then: 'drop' }],
    },
  ],
};
