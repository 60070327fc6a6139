import { presentPush, shownPush, shownPushExample } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisiblePush } from '../../use-cases/pushes/find-visible-push.ts';
import type { WaitForEnd } from '../../use-cases/pushes/wait-for-end.ts';

export const pushParams = z.object({ id: z.string().meta({ example: shownPushExample.id }) });

const longestWaitSeconds = 30;

const query = z.strictObject({
  wait: z
    .string()
    .refine((text) => /^\d{1,2}$/.test(text) && Number(text) <= longestWaitSeconds, {
      error: `must be a whole number of seconds from 0 to ${longestWaitSeconds}`,
      params: { rule: 'wait', limit: longestWaitSeconds },
    })
    .transform(Number)
    .optional()
    .meta({
      description: 'Seconds to wait for an end state, 0 to 30.',
      override: { type: 'integer', example: 10 },
    }),
});

/** GET /v1/pushes/{id} */
export function getPushRoute(deps: {
  storage: { pushes: Pick<Storage['pushes'], 'find'> };
  waitForEnd: WaitForEnd;
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/pushes/{id}',
    operationId: 'getPush',
    deadlineMs: (longestWaitSeconds + 8) * 1_000,
    tag: 'Pushes',
    summary: 'Read a push',
    description:
      'With `wait` the answer comes when the push has ended, at the latest after that time.',
    auth: { kind: 'key', scope: 'push:read' },
    params: pushParams,
    query,
    replies: { 200: { description: 'The push.', schema: shownPush, example: shownPushExample } },
    problems: ['not-found'],
    handle: async ({ params, query: { wait = 0 }, caller, signal }) => {
      const push = await findVisiblePush(deps.storage, caller, params.id);
      const latest = await deps.waitForEnd(push, { waitSeconds: wait, signal });
      return { status: 200, json: presentPush(latest) };
    },
  });
}
