import { shownInstant } from '@yuexin/callbacks';
import { grantStates } from '@yuexin/domain';
import { z } from 'zod';

export const userParams = z.object({
  appId: z.string().meta({ example: 'wx0123456789abcdef' }),
  openid: z.string().meta({ example: 'oABCD-1234567890abcdefghijkl' }),
});

export const shownUser = z
  .object({
    openid: z.string(),
    unionid: z.string().optional(),
    phoneMasked: z.string().optional().meta({ example: '+86138****0000' }),
    balances: z
      .record(
        z.string(),
        z.object({
          available: z.int(),
          kept: z.int().optional().meta({ description: 'For pushes of their purpose.' }),
          ...{ reserved: z.int(), spent: z.int(), void: z.int() },
        }),
      )
      .meta({ description: 'Grants by template id and state.' }),
    lastLoginAt: shownInstant.nullable(),
  })
  .meta({ id: 'User' });

export const shownUserExample = {
  ...{ openid: 'oABCD-1234567890abcdefghijkl', phoneMasked: '+86138****0000' },
  balances: {
    nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE: { available: 1, reserved: 0, spent: 2, void: 0 },
  },
  lastLoginAt: '2026-01-05T08:00:00.000Z',
};

export const shownGrantExample = {
  ...{
    id: 'grt_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
    templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
  },
  ...{ state: 'available', evidence: 'both', isStanding: false, isDoubtful: false },
  ...{ obtainedAt: '2026-01-05T08:00:00.000Z', updatedAt: '2026-01-05T08:00:02.000Z' },
};

export const shownGrant = z
  .object({
    id: z.string(),
    templateId: z.string(),
    state: z.enum(grantStates),
    evidence: z.enum(['reported', 'witnessed', 'both', 'imported']),
    isStanding: z.boolean().meta({ description: 'Long-term: not used up by a message.' }),
    isDoubtful: z.boolean().meta({ description: 'WeChat has answered as if it were not there.' }),
    obtainedAt: shownInstant,
    updatedAt: shownInstant,
    pushId: z.string().optional(),
    purpose: z.string().optional().meta({ description: 'What the user was asked for.' }),
    keptUntil: shownInstant.optional().meta({ description: 'Then it is available to all.' }),
    voidReason: z.string().optional(),
  })
  .meta({ id: 'Grant' });
