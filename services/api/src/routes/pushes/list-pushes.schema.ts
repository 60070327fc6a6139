import { pushStates, type PushState } from '@yuexin/domain';
import { z } from 'zod';
import { appId, instant, openid, pageQuery, phone, templateId } from '../fields.schema.ts';

const states = z.array(z.enum(pushStates)).min(1).max(pushStates.length);

/** `?state=queued&state=parked` or `?state=queued,parked`. */
const stateQuery = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')) as PushState[])
  .pipe(states)
  .optional()
  .meta({ description: 'One or several, comma-separated.' });

const errcodeQuery = z
  .string()
  .regex(/^-?\d{1,9}$/, 'must be a whole number')
  .transform(Number)
  .optional()
  .meta({ override: { type: 'integer' } });

const bizId = z.string().min(1).max(128).optional();
const rid = z.string().min(1).max(128).optional().meta({ description: 'WeChat’s request id.' });

const inOrder = {
  error: 'must be later than from',
  path: ['to'],
  params: { rule: 'after-from' },
};
const isInOrder = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }): boolean =>
  from === undefined || to === undefined || from < to;

export const listPushesQuery = z
  .strictObject({
    appId: appId.optional(),
    state: stateQuery,
    templateId: templateId.optional(),
    openid: openid.optional(),
    bizId,
    errcode: errcodeQuery,
    rid,
    from: instant.optional().meta({ description: 'Created at or after.' }),
    to: instant.optional().meta({ description: 'Created before.' }),
    ...pageQuery,
  })
  .refine(isInOrder, inOrder);

export const searchPushesBody = z
  .strictObject({
    appId: appId.optional(),
    state: z.union([z.enum(pushStates).transform((state) => [state]), states]).optional(),
    templateId: templateId.optional(),
    openid: openid.optional(),
    phone: phone.optional(),
    bizId,
    errcode: z.int().optional(),
    rid,
    from: instant.optional(),
    to: instant.optional(),
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(1024).nullable().optional(),
  })
  .refine(isInOrder, inOrder)
  .meta({ id: 'PushSearch' });

export type PushQuery = z.output<typeof listPushesQuery> & { phone?: string | undefined };
