import { presentPush, shownPush, shownPushExample } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisiblePush } from '../../use-cases/pushes/find-visible-push.ts';
import type { ReplayPush } from '../../use-cases/dead-letters/replay-push.ts';
import { ttlSeconds, why } from '../fields.schema.ts';
import { pushParams } from './get-push.ts';

export const mayDuplicate = z.boolean().default(false).meta({
  description:
    'Also what may have been delivered already: the user may then get the message twice. What WeChat said it delivered is never sent again.',
});

const body = z
  .strictObject({
    ttlSeconds: ttlSeconds
      .optional()
      .meta({ description: 'Default: the time to live it had at first. At most 30 days.' }),
    mayDuplicate,
    reason: why,
  })
  .meta({ id: 'PushReplay' });

/** POST /v1/pushes/{id}/replay */
export function replayPushRoute(deps: {
  storage: { pushes: Pick<Storage['pushes'], 'find'> };
  replayPush: ReplayPush;
}): Route {
  const { pushes } = deps.storage;
  return defineRoute({
    method: 'post',
    path: '/v1/pushes/{id}/replay',
    operationId: 'replayPush',
    tag: 'Dead letters',
    summary: 'Put a dead push back',
    description:
      'It begins anew: a new time to live, a new retry budget, a new grant; without a grant it parks. 409 unless it is dead, and while it may have been delivered; 422 when it would only fail again.',
    auth: { kind: 'key', scope: 'operator' },
    params: pushParams,
    body: { schema: body, isOptional: true, example: { ttlSeconds: 86_400 } },
    replies: {
      200: {
        description: 'The push, queued or parked.',
        schema: shownPush,
        example: { ...shownPushExample, cycle: 1 },
      },
    },
    problems: [
      ...(['not-found', 'conflict', 'no-grant'] as const),
      ...(['template-unknown', 'template-data-invalid', 'recipient-unknown'] as const),
    ],
    handle: async ({ params, body: asked, caller, requestId }) => {
      const before = await findVisiblePush({ pushes }, caller, params.id);
      const push = await deps.replayPush({
        ...{ push: before, caller, requestId },
        ttlSeconds: asked.ttlSeconds ?? null,
        allowsDuplicates: asked.mayDuplicate,
        why: asked.reason,
      });
      return { status: 200, json: presentPush(push) };
    },
  });
}
