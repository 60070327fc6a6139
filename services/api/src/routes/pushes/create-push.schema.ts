import {
  langs,
  miniprogramStates,
  onNoGrantChoices,
  onUnconfirmedChoices,
  onUnknownRecipientChoices,
  PAGE_LENGTH_MAX,
  priorities,
  validatePage,
} from '@yuexin/domain';
import { z } from 'zod';
import {
  appId,
  instant,
  openid,
  phone,
  templateId,
  purpose,
  ttlSeconds,
  unionid,
} from '../fields.schema.ts';

const longestValue = 1000;

const value = z
  .union([z.string().max(longestValue), z.strictObject({ value: z.string().max(longestValue) })], {
    error: 'must be a text or {"value": a text}',
  })
  .transform((given) => (typeof given === 'string' ? { value: given } : given))
  .meta({ description: 'WeChat’s shape or a bare text.' });

const recipient = z
  .strictObject({
    openid: openid.optional(),
    phone: phone.optional(),
    unionid: unionid.optional(),
  })
  .refine((to) => Object.values(to).filter((one) => one !== undefined).length === 1, {
    error: 'must have exactly one of openid, phone, unionid',
    params: { rule: 'one-address' },
  });

/** In-app path; a leading slash is dropped, since some of WeChat's APIs refuse it (wechat-facts 3.4). */
const page = z
  .string()
  .transform((path, context) => {
    const checked = validatePage(path);
    if (checked.ok) return checked.page;
    for (const { message, ...params } of checked.problems)
      context.addIssue({ code: 'custom', message, params });
    return z.NEVER;
  })
  .meta({
    description: `Path inside the mini program, at most ${PAGE_LENGTH_MAX} characters; left out, the card opens nothing.`,
    example: 'pages/goods/detail?id=42',
  });

const longestMetadata = 8192;

const lengthOf = (given: object): number => JSON.stringify(given).length;

const metadata = z
  .record(z.string().max(128), z.unknown())
  .refine((given) => lengthOf(given) <= longestMetadata, {
    error: `must be at most ${longestMetadata} characters of JSON`,
    params: { rule: 'max-length', limit: longestMetadata, sizeOf: lengthOf },
  })
  .meta({ description: 'Yours: stored and returned as it is.' });

const countOf = (data: object): number => Object.keys(data).length;

const keywords = z.record(z.string().max(64), value).refine((data) => countOf(data) <= 50, {
  error: 'must have at most 50 keywords',
  params: { rule: 'max-length', limit: 50, sizeOf: countOf },
});

export const mostFallbacks = 3;

/** A day would fold what belongs to two; an hour covers retries of people and of systems. */
export const DEDUPE_SECONDS_USUAL = 3_600;
const longestDedupeSeconds = 7 * 86_400;

/** What a push says of others like it (ADR 0021), and of other templates (ADR 0023). */
const terms = {
  dedupeKey: z.string().min(1).max(128).optional().meta({
    description:
      'What the message is about. While a push holds it, another of yours with the same key, recipient and template is a duplicate: it is answered with the first (`isDuplicate`), and nothing is sent for it. A push that ends without being sent lets the key go.',
    example: 'order-42-shipped',
  }),
  dedupeSeconds: z
    .int()
    .min(1)
    .max(longestDedupeSeconds)
    .optional()
    .meta({ description: 'How long it holds `dedupeKey`, from now on. Default: an hour.' }),
  replaces: z.string().min(1).max(128).optional().meta({
    description:
      'What only the newest message should say. Pushes of yours that still wait under this key for the same recipient, of whatever template, end `cancelled` with reason `superseded`; one that is on its way is let go. Not with `onNoGrant: "reject"`.',
    example: 'position-of-truck-7',
  }),
  purpose: purpose.optional().meta({
    description:
      'What it is about. It takes the grants that are kept for this purpose first, then those that are free.',
  }),
  fallback: z
    .array(z.strictObject({ templateId, data: keywords }))
    .min(1)
    .max(mostFallbacks)
    .optional()
    .meta({
      description:
        'Other templates that say the same, in the order of your choice: when the first has no grant to spare, the push goes out with the next that has. Parked, it waits for a grant of any of them. Each is checked like `templateId` and `data`. Not with `onNoGrant: "send-anyway"`.',
    }),
};

/** The fields of a push, each for itself; what they say together is checked by read-push-request. */
const pushFields = {
  appId,
  templateId,
  to: recipient,
  data: keywords,
  page: page.optional(),
  lang: z.enum(langs).optional(),
  miniprogramState: z
    .enum(miniprogramStates)
    .optional()
    .meta({ description: 'Default: the app’s.' }),
  sendAt: instant.optional().meta({ description: 'Not before this instant; must lie ahead.' }),
  expiresAt: instant.optional().meta({
    description: 'When the push is given up, at most 30 days ahead. Instead of `ttlSeconds`.',
  }),
  ttlSeconds: ttlSeconds.optional().meta({
    description: 'Time to live from `sendAt`, or from now. Default: the app’s (7 days).',
  }),
  priority: z.enum(priorities).optional(),
  onNoGrant: z.enum(onNoGrantChoices).optional().meta({
    description:
      'Without a grant to spare: wait for one (`park`, the default), refuse with 409 (`reject`), or send all the same (`send-anyway`, for grants collected before Yuexin).',
  }),
  onUnconfirmed: z.enum(onUnconfirmedChoices).optional().meta({
    description:
      'When WeChat’s answer was lost: wait for evidence (`reconcile`, the default), wait for a person (`hold`), or send again (`resend`: at least once, perhaps twice).',
  }),
  onUnknownRecipient: z.enum(onUnknownRecipientChoices).optional().meta({
    description:
      'Nobody logged in with this address yet: refuse with 422 (default), or wait for the login.',
  }),
  bizId: z.string().min(1).max(128).optional().meta({ description: 'Your own id, searchable.' }),
  metadata: metadata.optional(),
  isUrgent: z.boolean().optional().meta({
    description:
      'What cannot wait for the morning: the app’s quiet hours and caps neither hold nor drop it. It counts under the caps. Default: false.',
  }),
  ...terms,
};

export const createPushBody = z.strictObject(pushFields).meta({ id: 'NewPush' });
export type CreatePushBody = z.output<typeof createPushBody>;

export const createPushExample = {
  appId: 'wx0123456789abcdef',
  templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
  to: { phone: '+8613800000000' },
  data: { thing1: { value: '【广州】-->【上海】' }, thing2: '钢材 32 吨' },
  page: 'pages/goods/detail?id=42',
  bizId: 'goods-42',
};

/** An item's own key; the header's counterpart. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters');

export const batchItemBody = z
  .strictObject({ ...pushFields, idempotencyKey: idempotencyKeySchema.optional() })
  .meta({ id: 'NewPushInBatch' });
