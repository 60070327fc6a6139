import { pushReasons, pushStates, type PushState } from '@yuexin/domain';
import { z } from 'zod';
import { appId, createdSpan, openid, pageQuery, phone, templateId } from '../fields.schema.ts';

const states = z.array(z.enum(pushStates)).min(1).max(pushStates.length);

/** `?state=queued&state=parked` or `?state=queued,parked`. */
const stateQuery = z
  .union([z.string(), z.array(z.string())], { error: 'must be one or several states' })
  .transform((given) => [given].flat().flatMap((text) => text.split(',')) as PushState[])
  .pipe(states)
  .optional()
  .meta({ description: 'One or several, comma-separated.', example: 'parked,queued' });

const errcodeMeaning =
  'Of any attempt; together with `reason`, the errcode of that reason. `none`: the reason has no errcode.';

const errcodeQuery = z
  .string()
  .regex(/^(-?\d{1,9}|none)$/, 'must be a whole number, or none')
  .transform((text) => (text === 'none' ? null : Number(text)))
  .optional()
  .meta({
    description: errcodeMeaning,
    override: { anyOf: [{ type: 'integer' }, { type: 'string', enum: ['none'] }] },
  });

export const bizId = z.string().min(1).max(128).optional().meta({ example: 'goods-42' });
export const reasonCode = z
  .enum(pushReasons as readonly [string, ...string[]])
  .optional()
  .meta({ description: 'The code of the push’s reason.', example: 'template-data-invalid' });
export const errcodeField = z
  .int()
  .min(-(2 ** 31))
  .max(2 ** 31 - 1)
  .nullable()
  .optional()
  .meta({
    description: errcodeMeaning.replace('`none`', 'Null'),
    example: 47003,
  });
const rid = z
  .string()
  .min(1)
  .max(128)
  .optional()
  .meta({ description: 'WeChat’s request id.', example: '6a1b2c3d-0f1e2d3c-4b5a6978' });

export const inOrder = {
  error: 'must be later than from',
  path: ['to'],
  params: { rule: 'after-from' },
};
export const isInOrder = ({
  from,
  to,
}: {
  from?: Date | undefined;
  to?: Date | undefined;
}): boolean => from === undefined || to === undefined || from < to;

export const listPushesQuery = z
  .strictObject({
    appId: appId.optional(),
    state: stateQuery,
    templateId: templateId.optional(),
    openid: openid.optional(),
    bizId,
    reason: reasonCode,
    errcode: errcodeQuery,
    rid,
    ...createdSpan,
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
    reason: reasonCode,
    errcode: errcodeField,
    rid,
    ...createdSpan,
    limit: z.int().min(1).max(200).default(50),
    cursor: z.string().max(1024).nullable().optional(),
  })
  .refine(isInOrder, inOrder)
  .meta({ id: 'PushSearch' });

export type PushQuery = z.output<typeof listPushesQuery> & { phone?: string | undefined };
