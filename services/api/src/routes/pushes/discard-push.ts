import { presentPush, shownPush, shownPushExample } from '@yuexin/callbacks';
import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { actorOf } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { findVisiblePush, noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { discardReason } from '../replays/discard-dead-letters.ts';
import { pushParams } from './get-push.ts';

const body = z.strictObject({ reason: discardReason }).meta({ id: 'PushDiscard' });

/** POST /v1/pushes/{id}/discard */
export function discardPushRoute(deps: {
  storage: { pushes: Pick<Storage['pushes'], 'find'> };
  performAction: PerformAction;
}): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/pushes/{id}/discard',
    operationId: 'discardPush',
    tag: 'Dead letters',
    summary: 'Give a dead push up for good',
    description: 'It becomes `cancelled` with the reason `discarded`. 409 unless it is dead.',
    auth: { kind: 'key', scope: 'operator' },
    params: pushParams,
    body: { schema: body, example: { reason: 'The goods were sold meanwhile' } },
    replies: {
      200: {
        description: 'Ended.',
        schema: shownPush,
        example: { ...shownPushExample, state: 'cancelled' },
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body: { reason: why }, caller, requestId }) => {
      const push = await findVisiblePush(deps.storage, caller, params.id);
      const { id, appId } = push;
      const ended = await deps.performAction({ caller, requestId }, async (inside) => {
        const given = { pushIds: [id], diedBefore: null, why, actor: actorOf(caller) };
        const count = await inside.hotPath.discardPushes(given);
        const latest = await inside.pushes.find(id);
        if (latest === null) throw noSuch('push');
        if (count === 0)
          throw new AppError('conflict', {
            message: `Only a dead push can be discarded; it is ${latest.state}.`,
          });
        const before = { state: push.state, reason: push.reason };
        const told = { before, after: { state: latest.state }, reason: why };
        const action = { action: 'push.discard', target: `push:${id}`, appId, ...told };
        return { result: latest, action };
      });
      return { status: 200, json: presentPush(ended) };
    },
  });
}
