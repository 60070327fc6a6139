import type { Storage } from '@yuexin/storage';
import type { EndedSessions } from '../../http/ended-sessions.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { whyBody } from '../fields.schema.ts';
import { userParams } from './user.schema.ts';

/** DELETE /v1/apps/{appId}/users/{openid}/sessions */
export function endSessionsRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'>; users: Pick<Storage['users'], 'findByOpenid'> };
  endedSessions: Pick<EndedSessions, 'forget'>;
  performAction: PerformAction;
}): Route {
  return defineRoute({
    method: 'delete',
    path: '/v1/apps/{appId}/users/{openid}/sessions',
    operationId: 'endSessions',
    tag: 'Users and grants',
    summary: 'End a user’s sessions of the mini program',
    description:
      'Every session token given out so far is refused: at once in this process, within a few seconds in the others. The mini program logs in again by itself. May be repeated.',
    auth: { kind: 'key', scope: 'operator' },
    params: userParams,
    body: { schema: whyBody, isOptional: true },
    replies: { 204: { description: 'They have ended.' } },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const user = await deps.storage.users.findByOpenid(appId, params.openid);
      if (user === null) throw noSuch('user');
      await deps.performAction({ caller, requestId }, async ({ users }) => {
        if (!(await users.endSessions({ appId, openid: user.openid }))) throw noSuch('user');
        const action = { action: 'user.sessions-end', target: `user:${user.id}`, appId, ...body };
        return { result: undefined, action };
      });
      deps.endedSessions.forget();
      return { status: 204, isEmpty: true };
    },
  });
}
