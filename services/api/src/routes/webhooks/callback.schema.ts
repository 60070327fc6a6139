import { callbackBody, shownInstant, shownPushExample } from '@yuexin/callbacks';
import { callbackStates, callbackTypes, TEST_CALLBACK_TYPE } from '@yuexin/domain';
import { z } from 'zod';
import { pageQuery } from '../fields.schema.ts';
import { callbackExamples, sentAt } from './callback-examples.ts';

export const callbackParams = z.object({
  id: z.string().meta({ example: 'cbk_019b8c5e-5b60-7d33-9e02-3c7f1e0aa924' }),
});

export const callbackQuery = z.strictObject({
  state: z
    .enum(callbackStates)
    .optional()
    .meta({ description: '`skipped`: its endpoint took none when it was due.' }),
  ...pageQuery,
});

/** One call to the endpoint. */
export const shownTry = {
  number: z.int(),
  at: shownInstant,
  durationMs: z.int(),
  status: z.int().nullable().meta({ description: 'Null: no answer.' }),
  error: z.string().nullable(),
  answer: z.string().nullable().meta({ description: 'How the answer began.' }),
};

/** What a timeline tells as well. */
export const shownCallbackHead = {
  id: z.string().meta({ description: 'The `webhook-id` of every try.' }),
  type: z.enum([...callbackTypes, TEST_CALLBACK_TYPE]),
  sequence: z.int().nullable().meta({ description: 'Grows with each callback of its push.' }),
  at: shownInstant,
  state: z.enum(callbackStates),
  attempts: z.int(),
};

export const shownCallback = z
  .object({
    ...shownCallbackHead,
    endpointId: z.string(),
    pushId: z.string().nullable(),
    appId: z.string().nullable(),
    nextAt: shownInstant.nullable(),
    endedAt: shownInstant.nullable(),
    body: callbackBody
      .nullable()
      .meta({ description: 'What is posted. Null: its push is no more.' }),
    tries: z.array(z.object(shownTry)),
  })
  .meta({ id: 'Callback' });

export const shownCallbackExample = {
  ...{ id: 'cbk_019b8c5e-5b60-7d33-9e02-3c7f1e0aa924' },
  ...{ endpointId: 'wep_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', pushId: shownPushExample.id },
  ...{ appId: 'wx0123456789abcdef', type: 'push.sent', sequence: 1, at: sentAt },
  ...{ state: 'delivered', attempts: 1, nextAt: null, endedAt: '2026-01-05T08:00:01.400Z' },
  body: callbackExamples['push.sent'],
  tries: [
    {
      ...{ number: 1, at: '2026-01-05T08:00:01.300Z', durationMs: 84 },
      ...{ status: 200, error: null, answer: 'ok' },
    },
  ],
};

export const waitingCallbackExample = {
  ...shownCallbackExample,
  ...{ state: 'waiting', attempts: 1, nextAt: sentAt, endedAt: null },
};
