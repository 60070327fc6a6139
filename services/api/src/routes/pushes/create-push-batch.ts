import { shownPush, shownPushExample } from '@yuexin/callbacks';
import { z } from 'zod';
import { problemOf } from '../../http/error-handler.ts';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { problemSchema } from '../../http/problem.schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAccepted } from '../../presenters/present-accepted.ts';
import type { AcceptPushBatch } from '../../use-cases/pushes/accept-push-batch.ts';
import { batchItemBody, createPushExample } from './create-push.schema.ts';

const mostPushes = 1000;

const batchBody = z.strictObject({
  // Each item is judged for itself: a bad one does not hold up the good ones.
  pushes: z.array(z.unknown()).min(1).max(mostPushes),
});

const documentedBody = z
  .strictObject({ pushes: z.array(batchItemBody).min(1).max(mostPushes) })
  .meta({ id: 'NewPushBatch' });

/** POST /v1/pushes/batch */
export function createPushBatchRoute(deps: { acceptPushBatch: AcceptPushBatch }): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/pushes/batch',
    deadlineMs: 15_000,
    operationId: 'createPushBatch',
    isHot: true,
    tag: 'Pushes',
    summary: 'Ask for up to 1000 messages',
    description:
      'Each item gets its own result, in order; good items go ahead. Pointers of an item’s problem start at the item. With an `Idempotency-Key` on the request every item without its own `idempotencyKey` is covered by it.',
    auth: { kind: 'key', scope: 'push:write' },
    takesIdempotencyKey: true,
    body: {
      schema: batchBody,
      documented: documentedBody,
      limit: 'batch',
      isTextCheckedLater: true,
      example: { pushes: [{ ...createPushExample, idempotencyKey: 'goods-42-driver-7' }] },
    },
    replies: {
      202: {
        description: 'One result for each item.',
        schema: z.object({
          results: z.array(
            z.union([
              z.object({ index: z.int(), push: shownPush }),
              z.object({
                index: z.int(),
                problem: problemSchema,
              }),
            ]),
          ),
        }),
        example: { results: [{ index: 0, push: shownPushExample }] },
      },
    },
    problems: ['idempotency-in-flight', 'idempotency-key-reused'],
    handle: async ({ body, caller, header, requestId }) => {
      const { results, isReplay } = await deps.acceptPushBatch({
        caller,
        body,
        items: body.pushes,
        key: readIdempotencyKey(header('idempotency-key')),
      });
      return {
        status: 202,
        json: {
          results: results.map((result, index) =>
            result.kind === 'accepted'
              ? { index, push: presentAccepted(result) }
              : { index, problem: problemOf(result.error, requestId) },
          ),
        },
        ...(isReplay && { headers: { 'Idempotency-Replayed': 'true' } }),
      };
    },
  });
}
