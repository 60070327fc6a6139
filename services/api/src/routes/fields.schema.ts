import { isCursor } from '@yuexin/storage';
import parsePhoneNumber from 'libphonenumber-js';
import { z } from 'zod';

/** Atoms that many requests share. Messages are ours where zod's would not help. */

export const appId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{2,64}$/, 'must be 2 to 64 letters, digits, - or _')
  .meta({ description: 'The mini program’s appid.', example: 'wx0123456789abcdef' });

export const openid = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 letters, digits, - or _')
  .meta({ example: 'oABCD-1234567890abcdefghijkl' });

export const unionid = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 letters, digits, - or _');

export const templateId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/, 'must be 1 to 128 letters, digits, - or _')
  .meta({ example: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE' });

/** Parsed to E.164; a number without a country is taken as a mainland one. */
export const phone = z
  .string()
  .max(32)
  .transform((text, context) => {
    const parsed = parsePhoneNumber(text, { defaultCountry: 'CN', extract: false });
    if (parsed?.isPossible() === true && parsed.ext === undefined) return parsed.number;
    context.addIssue({
      code: 'custom',
      message: 'must be a phone number such as +8613800000000',
      params: { rule: 'phone' },
    });
    return z.NEVER;
  })
  .meta({
    description: 'E.164; without a country code, mainland China.',
    example: '+8613800000000',
  });

const earliest = new Date(0);
const latest = new Date('9999-12-31T23:59:59.999Z');

/** An instant, RFC 3339 with an offset; in UTC of the years 1970 to 9999, which is what ids, columns and answers can say. */
export const instant = z.iso
  .datetime({ offset: true })
  .transform((text, context) => {
    const at = new Date(text);
    if (at >= earliest && at <= latest) return at;
    const [rule, bound, word] =
      at < earliest ? (['min', earliest, 'before'] as const) : (['max', latest, 'after'] as const);
    const limit = bound.toISOString();
    context.addIssue({
      code: 'custom',
      message: `must not be ${word} ${limit}`,
      params: { rule, limit, actual: text },
    });
    return z.NEVER;
  })
  .meta({ example: '2026-01-05T08:00:00Z' });

/** `from` and `to` of what is looked at by age. */
export const createdSpan = {
  from: instant
    .optional()
    .meta({ description: 'Created at or after.', example: '2026-01-05T00:00:00Z' }),
  to: instant.optional().meta({ description: 'Created before.', example: '2026-01-12T00:00:00Z' }),
};

export const ttlSeconds = z
  .int()
  .min(1)
  .max(30 * 86_400)
  .meta({ description: 'At most 30 days.' });

/** What grants are collected for and pushes are about, in the words of the app: an order, a journey. */
export const purpose = z.string().min(1).max(128).meta({ example: 'order-42' });

/** Text a person reads; not blank. */
export function shownText(max: number) {
  return z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', {
      error: 'must not be blank',
      params: { rule: 'blank' },
    });
}

/** Why an operator does something; kept in the audit. */
export const why = shownText(500)
  .optional()
  .meta({ description: 'Why; kept in the audit.', example: 'Asked for by the shipper' });

/** The body of an action that takes nothing else. */
export const whyBody = z
  .strictObject({ reason: why })
  .transform(({ reason }) => (reason === undefined ? {} : { reason }));

/** What a list's answer looks like. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    data: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Null on the last page.' }),
  });
}

/** The last page of a list, with one item. */
export function exampleOf<T>(item: T): { data: T[]; nextCursor: null } {
  return { data: [item], nextCursor: null };
}

const limitRule = { error: 'must be a whole number from 1 to 200', params: { rule: 'limit' } };

/** `?limit=&cursor=`; query values arrive as text. */
export const pageQuery = {
  limit: z
    .string()
    .refine((text) => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 200, limitRule)
    .transform(Number)
    .default(50)
    .meta({
      description: '1 to 200, default 50.',
      override: { type: 'integer', default: 50, example: 20 },
    }),
  cursor: z
    .string()
    .max(1024)
    .refine(isCursor, {
      error: 'must be the nextCursor of an earlier answer of this list',
      params: { rule: 'cursor' },
    })
    .optional()
    .meta({ description: '`nextCursor` of the page before.' }),
};
