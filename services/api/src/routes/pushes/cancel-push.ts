import { presentPush, shownPush, shownPushExample } from '@yuexin/callbacks';
import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { actorOf } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisiblePush, noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { whyBody } from '../fields.schema.ts';
import { pushParams } from './get-push.ts';

/** POST /v1/pushes/{id}/cancel */
export function cancelPushRoute(deps: {
  storage: {
    pushes: Pick<Storage['pushes'], 'find'>;
  };
  performAction: PerformAction;
}): Route {
  const { pushes } = deps.storage;
  return defineRoute({
    method: 'post',
    path: '/v1/pushes/{id}/cancel',
    operationId: 'cancelPush',
    tag: 'Pushes',
    summary: 'Cancel a push that has not been sent',
    description: 'Possible while it is scheduled, parked, queued or retrying; 409 afterwards.',
    auth: { kind: 'key', scope: 'push:write' },
    params: pushParams,
    body: { schema: whyBody, isOptional: true },
    replies: {
      200: {
        description: 'Cancelled.',
        schema: shownPush,
        example: { ...shownPushExample, state: 'cancelled' },
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const push = await findVisiblePush({ pushes }, caller, params.id);
      const { id, appId } = push;
      const cancelled = await deps.performAction({ caller, requestId }, async (inside) => {
        const result = await inside.hotPath.cancelPush({ pushId: id, actor: actorOf(caller) });
        const latest = result === 'not-found' ? null : await inside.pushes.find(id);
        if (latest === null) throw noSuch('push');
        if (result === 'too-late')
          throw new AppError('conflict', { message: `The push is ${latest.state} already.` });
        const change = { before: { state: push.state }, after: { state: latest.state } };
        const action = { action: 'push.cancel', target: `push:${id}`, appId, ...change, ...body };
        return { result: latest, action };
      });
      return { status: 200, json: presentPush(cancelled) };
    },
  });
}
