import {
  callbackBody,
  grantCallbackBody,
  pauseCallbackBody,
  pushCallbackBody,
  testCallbackBody,
  type CallbackBody,
} from '@yuexin/callbacks';
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi';
import { callbackExamples } from '../routes/webhooks/callback-examples.ts';
import { asExamples } from './as-examples.ts';

type Told = { summary: string; schema: z.ZodType };

const ofPush = (summary: string): Told => ({ summary, schema: pushCallbackBody });

const told: Readonly<Record<CallbackBody['type'], Told>> = {
  'push.sent': ofPush('WeChat took the message'),
  'push.confirmed': ofPush('WeChat’s event says that the message arrived'),
  'push.undelivered': ofPush('WeChat’s event says that the message did not arrive'),
  'push.parked': ofPush('The push waits for a grant'),
  'push.unconfirmed': ofPush('The answer was lost: WeChat may or may not have sent it'),
  'push.dead': ofPush('The push will not be tried again by itself'),
  'push.expired': ofPush('The push was not sent in its time'),
  'push.cancelled': ofPush('The push was cancelled'),
  'grant.received': { summary: 'A user allowed a message', schema: grantCallbackBody },
  'app.paused': { summary: 'An app stopped sending', schema: pauseCallbackBody },
  'webhook.test': { summary: 'The endpoint is tried out', schema: testCallbackBody },
};

const headers = z.object({
  'webhook-id': z.string().meta({
    description: 'The same in every try of one callback.',
    example: 'cbk_019b8c5e-5b60-7d33-9e02-3c7f1e0aa924',
  }),
  'webhook-timestamp': z.string().meta({
    description: 'Unix time of this try, in seconds. Refuse what is older than five minutes.',
    example: '1767600001',
  }),
  'webhook-signature': z.string().meta({
    description:
      'Standard Webhooks: `v1,` and the base64 of HMAC-SHA256 over `<id>.<timestamp>.<body>`. Two, with a blank between them, while the secret is being replaced.',
    example: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  }),
});

/** Bodies are documented where they are answered; here they are pointed to, so that there is one schema of each. */
function refOf(schema: z.ZodType): { $ref: string } {
  const id = z.globalRegistry.get(schema)?.id;
  if (id === undefined) throw new Error('The body of a callback has no name.');
  return { $ref: `#/components/schemas/${id}` };
}

function operationOf(type: CallbackBody['type']): ZodOpenApiOperationObject {
  const { summary, schema } = told[type];
  return {
    operationId: `on${type.replace(/(^|\.)(\w)/g, (_, _dot, first: string) => first.toUpperCase())}`,
    tags: ['Callbacks'],
    summary: `${type}: ${summary}`,
    // The signature says who calls.
    security: [],
    requestParams: { header: headers },
    requestBody: {
      required: true,
      content: {
        'application/json': { schema: refOf(schema), ...asExamples(callbackExamples[type]) },
      },
    },
    responses: {
      '2XX': {
        description: 'It was taken, and is not told again. Of the body the beginning is kept.',
      },
      '410': { description: 'The endpoint wants no more: it is disabled.' },
      '429': { description: 'Not now: nothing is told before `Retry-After`. So with 503.' },
      default: { description: 'It is told again, over a day; so it is without an answer in 15 s.' },
    },
  };
}

/** What Yuexin posts to endpoints, as OpenAPI 3.1 knows it: made from the schemas that the bodies are written by. */
export function callbackOperations(): ZodOpenApiPathsObject {
  const types = callbackBody.options.flatMap(({ shape: { type } }) => [
    ...('options' in type ? type.options : type.values),
  ]);
  return Object.fromEntries(types.map((type) => [type, { post: operationOf(type) }]));
}
