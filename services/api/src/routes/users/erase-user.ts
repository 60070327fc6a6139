import { showId } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { actorOf } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { whyBody } from '../fields.schema.ts';
import { userParams } from './user.schema.ts';

const erased = z
  .object({
    pushes: z.int().meta({ description: 'Pushes that lost their contents; their states stay.' }),
    cancelled: z.int().meta({ description: 'Of these, the ones that still waited.' }),
    grants: z
      .object({
        available: z.int(),
        kept: z.int().optional().meta({ description: 'For pushes of their purpose.' }),
        ...{ reserved: z.int(), spent: z.int(), void: z.int() },
      })
      .meta({ description: 'Grants that went, by state.' }),
  })
  .meta({ id: 'ErasedUser' });

const example = {
  ...{ pushes: 3, cancelled: 1 },
  grants: { available: 1, reserved: 0, spent: 2, void: 0 },
};

/** DELETE /v1/apps/{appId}/users/{openid} */
export function eraseUserRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  performAction: PerformAction;
}): Route {
  return defineRoute({
    method: 'delete',
    path: '/v1/apps/{appId}/users/{openid}',
    deadlineMs: 30_000,
    operationId: 'eraseUser',
    tag: 'Users and grants',
    summary: 'Erase a user',
    description:
      'What waits is cancelled; contents, addresses, logins, events and grants go; the states of pushes and these numbers, also in the audit, stay. 409 while a push to the user is `sending` or `unconfirmed`. A later login is a new user.',
    auth: { kind: 'key', scope: 'admin' },
    params: userParams,
    body: { schema: whyBody, isOptional: true },
    replies: { 200: { description: 'Erased.', schema: erased, example } },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const { openid } = params;
      const json = await deps.performAction({ caller, requestId }, async ({ hotPath }) => {
        const result = await hotPath.eraseUser({ appId, openid, actor: actorOf(caller) });
        if (result === null) throw noSuch('user');
        if (result.kind === 'busy') throw underWay(result.pushIds);
        const { pushes, cancelled, grants } = result;
        const numbers = { pushes, cancelled, grants };
        // Whose it was is no longer to be known.
        const told = { target: `app:${appId}`, appId, after: numbers, ...body };
        const action = { action: 'user.erase', ...told };
        return { result: numbers, action };
      });
      return { status: 200, json };
    },
  });
}

const mostNamed = 5;

function underWay(pushIds: readonly string[]): AppError {
  const named = pushIds.slice(0, mostNamed).map((id) => showId('push', id));
  const more = pushIds.length > mostNamed ? ', …' : '';
  return new AppError('conflict', {
    message: `Pushes to this user are sending or unconfirmed (${named.join(', ')}${more}): wait until they have ended, or give a verdict.`,
  });
}
