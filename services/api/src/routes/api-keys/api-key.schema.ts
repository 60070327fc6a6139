import { shownInstant } from '@yuexin/callbacks';
import { z } from 'zod';
import { scopes } from '../../http/caller.ts';
import { appId, instant, shownText } from '../fields.schema.ts';

export const createApiKeyBody = z
  .strictObject({
    name: shownText(100),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .max(scopes.length)
      .transform((given) => [...new Set(given)]),
    appIds: z
      .array(appId)
      .min(1)
      .max(100)
      .transform((given) => [...new Set(given)])
      .nullable()
      .optional()
      .meta({ description: 'Left out: every app.' }),
    expiresAt: instant.nullable().optional(),
  })
  .meta({ id: 'NewApiKey' });

const longestOverlapSeconds = 30 * 86_400;

export const rotateApiKeyBody = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(longestOverlapSeconds)
      .default(86_400)
      .meta({ description: 'How long the old key goes on working.' }),
  })
  .meta({ id: 'KeyRotation' });

export const apiKeyParams = z.object({
  id: z.string().meta({ example: 'key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21' }),
});

const members = {
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  appIds: z.array(z.string()).nullable(),
  expiresAt: shownInstant.nullable(),
  revokedAt: shownInstant.nullable(),
  lastUsedAt: shownInstant.nullable(),
  createdAt: shownInstant,
};

export const shownApiKey = z.object(members).meta({ id: 'ApiKey' });

export const shownApiKeyExample = {
  ...{ id: 'key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', name: 'Orders' },
  ...{ scopes: ['push:write', 'push:read'], appIds: ['wx0123456789abcdef'] },
  ...{ expiresAt: null, revokedAt: null, lastUsedAt: null },
  createdAt: '2026-01-05T08:00:00.000Z',
};

export const shownNewApiKey = z
  .object({
    ...members,
    key: z.string().meta({ description: 'Shown once; only its hash is kept.', example: 'yx_…' }),
  })
  .meta({ id: 'ApiKeyWithSecret' });
