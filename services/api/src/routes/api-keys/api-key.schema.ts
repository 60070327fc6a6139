import { shownInstant } from '@yuexin/callbacks';
import { z } from 'zod';
import { scopes } from '../../http/caller.ts';
import { readAddressRange } from '../../http/address-list.ts';
import { appId, instant, shownText, why } from '../fields.schema.ts';

const mostAddresses = 50;

/** Addresses and ranges a key may be used from. */
const allowedAddresses = z
  .array(
    z
      .string()
      .max(50)
      .refine((text) => readAddressRange(text) !== null, {
        error: 'must be an IP address or a range such as 10.0.0.0/8',
        params: { rule: 'address' },
      }),
  )
  .min(1)
  .max(mostAddresses)
  .nullable()
  .meta({
    description:
      'Addresses and ranges (CIDR) the key may be used from, as the api sees them (`TRUST_PROXY`). Left out or null: any.',
    example: ['203.0.113.7', '10.0.0.0/8'],
  });

export const createApiKeyBody = z
  .strictObject({
    name: shownText(100),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .max(scopes.length)
      .transform((given) => [...new Set(given)])
      .meta({ description: '`operator` brings `push:read` along, `admin` everything.' }),
    appIds: z
      .array(appId)
      .min(1)
      .max(100)
      .transform((given) => [...new Set(given)])
      .nullable()
      .optional()
      .meta({ description: 'Left out: every app.' }),
    allowedAddresses: allowedAddresses.optional(),
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
    allowedAddresses: allowedAddresses
      .optional()
      .meta({ description: 'Where the new key may be used from. Left out: as the old one.' }),
    reason: why,
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
  allowedAddresses: z.array(z.string()).nullable(),
  expiresAt: shownInstant.nullable(),
  revokedAt: shownInstant.nullable(),
  lastUsedAt: shownInstant.nullable(),
  createdAt: shownInstant,
};

export const shownApiKey = z.object(members).meta({ id: 'ApiKey' });

export const shownApiKeyExample = {
  ...{ id: 'key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', name: 'Orders' },
  ...{ scopes: ['push:write', 'push:read'], appIds: ['wx0123456789abcdef'] },
  allowedAddresses: null,
  ...{ expiresAt: null, revokedAt: null, lastUsedAt: null },
  createdAt: '2026-01-05T08:00:00.000Z',
};

export const shownNewApiKey = z
  .object({
    ...members,
    key: z.string().meta({ description: 'Shown once; only its hash is kept.', example: 'yx_…' }),
  })
  .meta({ id: 'ApiKeyWithSecret' });
