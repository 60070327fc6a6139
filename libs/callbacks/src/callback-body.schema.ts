import { pushCallbackTypes, TEST_CALLBACK_TYPE } from '@yuexin/domain';
import { z } from 'zod';
import { shownPush } from './push.schema.ts';
import { reasonSchema, shownInstant } from './shown-fields.schema.ts';

const timestamp = shownInstant.meta({ description: 'When it happened.' });

/** Told of a push, which is shown as it was at that instant. */
export const pushCallbackBody = z
  .object({
    type: z.enum(pushCallbackTypes),
    timestamp,
    sequence: z.int().meta({
      description: 'Grows with each callback of the push: a smaller one than was seen is old news.',
      example: 1,
    }),
    data: shownPush,
  })
  .meta({ id: 'PushCallbackBody' });

/** Told of a grant that came in, when nobody knew of it yet. */
export const grantCallbackBody = z
  .object({
    type: z.literal('grant.received'),
    timestamp,
    data: z.object({
      id: z.string(),
      appId: z.string(),
      templateId: z.string(),
      openid: z.string().nullable().meta({ description: 'Null once the person was erased.' }),
      evidence: z.enum(['reported', 'witnessed']).meta({
        description: 'Whose word it was: the mini program’s, or WeChat’s.',
      }),
      obtainedAt: shownInstant,
    }),
  })
  .meta({ id: 'GrantCallbackBody' });

/** Told of an app that stopped sending. */
export const pauseCallbackBody = z
  .object({
    type: z.literal('app.paused'),
    timestamp,
    data: z.object({
      appId: z.string(),
      pause: z.object({
        kind: z.enum(['operator', 'quota-minute', 'quota-daily', 'configuration', 'token']),
        reason: reasonSchema,
        until: shownInstant.nullable().meta({ description: 'Null: until somebody resumes it.' }),
      }),
    }),
  })
  .meta({ id: 'PauseCallbackBody' });

/** Told when an endpoint is tried out. */
export const testCallbackBody = z
  .object({
    type: z.literal(TEST_CALLBACK_TYPE),
    timestamp,
    data: z.object({ endpointId: z.string() }),
  })
  .meta({ id: 'TestCallbackBody' });

/** Everything that is ever posted to an endpoint (contract 9). */
export const callbackBody = z
  .discriminatedUnion('type', [
    pushCallbackBody,
    grantCallbackBody,
    pauseCallbackBody,
    testCallbackBody,
  ])
  .meta({ id: 'CallbackBody' });

export type CallbackBody = z.output<typeof callbackBody>;
