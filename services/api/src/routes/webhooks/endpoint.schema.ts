import { reasonSchema, shownInstant, type UrlProblem } from '@yuexin/callbacks';
import { callbackTypes, defaultCallbackTypes } from '@yuexin/domain';
import { z } from 'zod';
import { appId, instant, why } from '../fields.schema.ts';

/** What is wrong with an endpoint's URL, of this installation. */
export type CheckUrl = (text: string) => UrlProblem[];

const events = z
  .array(z.enum(callbackTypes))
  .min(1)
  .max(callbackTypes.length)
  .transform((given) => [...new Set(given)])
  .meta({
    description: `What to tell of. Left out: how each push ended (${defaultCallbackTypes.map((type) => `\`${type}\``).join(', ')}). \`grant.received\` needs the scope \`grant:read\`.`,
  });

const appIds = z
  .array(appId)
  .min(1)
  .max(100)
  .transform((given) => [...new Set(given)])
  .nullable()
  .meta({ description: 'Null or left out: every app of the key.' });

const urlOf = (checkUrl: CheckUrl) =>
  z
    .string()
    .max(2048)
    .superRefine((text, context) => {
      for (const { rule, message } of checkUrl(text))
        context.addIssue({ code: 'custom', message, params: { rule } });
    })
    .meta({
      description: 'https, at a public address. Where its name leads is judged again at each call.',
      example: 'https://orders.example.com/yuexin',
    });

export const createEndpointBody = (checkUrl: CheckUrl) =>
  z
    .strictObject({
      url: urlOf(checkUrl),
      events: events.default([...defaultCallbackTypes]),
      appIds: appIds.optional(),
    })
    .meta({ id: 'NewWebhookEndpoint' });

export const updateEndpointBody = (checkUrl: CheckUrl) =>
  z
    .strictObject({
      url: urlOf(checkUrl).optional(),
      events: events.optional(),
      appIds: appIds.optional(),
      state: z.enum(['enabled', 'disabled']).optional(),
      reason: why,
    })
    .meta({ id: 'WebhookEndpointChange' });

export const rotateSecretBody = z
  .strictObject({
    overlapSeconds: z
      .int()
      .min(0)
      .max(7 * 86_400)
      .default(86_400)
      .meta({ description: 'How long the present secret goes on signing beside the new one.' }),
    endAtOnce: z.enum(['previous', 'present']).optional().meta({
      description:
        'Which secret ends now, while two sign already: the elder, or the one that was made last (as when its answer was lost).',
    }),
    reason: why,
  })
  .meta({ id: 'SecretRotation' });

export const recoverBody = z
  .strictObject({
    since: instant.meta({ description: 'What happened from then on, and was missed, is told.' }),
  })
  .meta({ id: 'CallbackRecovery' });

export const endpointParams = z.object({
  id: z.string().meta({ example: 'wep_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21' }),
});

const members = {
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(callbackTypes)),
  appIds: z.array(z.string()).nullable(),
  state: z.enum(['enabled', 'disabled']),
  disabledReason: reasonSchema.nullable(),
  disabledAt: shownInstant.nullable(),
  failures: z.int().meta({ description: 'Calls that failed in a row.' }),
  failingSince: shownInstant.nullable(),
  blockedUntil: shownInstant
    .nullable()
    .meta({ description: 'It is left alone until then, as it failed or asked for it.' }),
  recoveringSince: shownInstant.nullable().meta({
    description: 'A recovery is being prepared: what was missed since then is told again.',
  }),
  previousSecretUntil: shownInstant.nullable(),
  createdAt: shownInstant,
  updatedAt: shownInstant,
};

export const shownEndpoint = z.object(members).meta({ id: 'WebhookEndpoint' });

export const shownEndpointExample = {
  ...{ id: 'wep_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', url: 'https://orders.example.com/yuexin' },
  ...{ events: [...defaultCallbackTypes], appIds: ['wx0123456789abcdef'], state: 'enabled' },
  ...{ disabledReason: null, disabledAt: null, failures: 0, failingSince: null },
  ...{ blockedUntil: null, recoveringSince: null, previousSecretUntil: null },
  ...{ createdAt: '2026-01-05T08:00:00.000Z', updatedAt: '2026-01-05T08:00:00.000Z' },
};

export const shownNewEndpoint = z
  .object({
    ...members,
    secret: z.string().meta({
      description: 'Shown once. Verify each callback with it (Standard Webhooks).',
      example: 'whsec_…',
    }),
  })
  .meta({ id: 'WebhookEndpointWithSecret' });

/** As it is answered to who makes it. */
export const shownMadeEndpoint = z
  .object({
    ...members,
    secret: z.string().nullable().meta({
      description:
        'Shown once. Verify each callback with it (Standard Webhooks). Null in the replay of an Idempotency-Key.',
      example: 'whsec_…',
    }),
  })
  .meta({ id: 'MadeWebhookEndpoint' });
