import { z } from 'zod';
import { openid, phone, unionid } from '../../routes/fields.schema.ts';

/** By which somebody may be meant. */
export const addresses = ['openid', 'phone', 'unionid'] as const;

const variable = z
  .union([z.string().max(1000), z.number()], { error: 'must be a text or a number' })
  .transform(String);

/** One recipient of an audience: a line of NDJSON as it is, a line of CSV by its columns. */
export const recipientLine = z
  .strictObject({
    openid: openid.optional(),
    phone: phone.optional(),
    unionid: unionid.optional(),
    variables: z
      .record(z.string().max(64), variable)
      .default({})
      .meta({ description: 'What stands in the places `{{name}}` of the message.' }),
  })
  .refine((line) => addresses.filter((name) => line[name] !== undefined).length === 1, {
    error: 'must have exactly one of openid, phone, unionid',
    params: { rule: 'one-address' },
  })
  .meta({ id: 'AudienceRecipientLine' });

export type RecipientLine = z.output<typeof recipientLine>;
