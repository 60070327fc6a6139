import type { Storage, UserRow } from '@yuexin/storage';
import { z } from 'zod';
import type { KeyCaller } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentGrant } from '../../presenters/present-grant.ts';
import { presentUser } from '../../presenters/present-user.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { appParams } from '../apps/app.schema.ts';
import { exampleOf, listOf, pageQuery, phone, templateId, unionid } from '../fields.schema.ts';
import {
  shownGrant,
  shownGrantExample,
  shownUser,
  shownUserExample,
  userParams,
} from './user.schema.ts';

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    users: Pick<Storage['users'], 'findByOpenid' | 'findByPhone' | 'findByUnionid' | 'balances'>;
    grants: Pick<Storage['grants'], 'listByUser'>;
  };
};

async function findUser(
  { storage }: Deps,
  caller: KeyCaller,
  params: z.output<typeof userParams>,
): Promise<UserRow> {
  const { appId } = await findVisibleApp(storage, caller, params.appId);
  const user = await storage.users.findByOpenid(appId, params.openid);
  if (user === null) throw noSuch('user');
  return user;
}

/** GET /v1/apps/{appId}/users/{openid} */
export function getUserRoute(deps: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/users/{openid}',
    operationId: 'getUser',
    tag: 'Users and grants',
    summary: 'Read a user and their balances',
    auth: { kind: 'key', scope: 'grant:read' },
    params: userParams,
    replies: { 200: { description: 'The user.', schema: shownUser, example: shownUserExample } },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const user = await findUser(deps, caller, params);
      const balances = await deps.storage.users.balances(user.id);
      return { status: 200, json: presentUser(user, balances) };
    },
  });
}

/** GET /v1/apps/{appId}/users/{openid}/grants */
export function listGrantsRoute(deps: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/users/{openid}/grants',
    operationId: 'listGrants',
    tag: 'Users and grants',
    summary: 'List a user’s grants with their evidence, newest first',
    auth: { kind: 'key', scope: 'grant:read' },
    params: userParams,
    query: z.strictObject({ templateId: templateId.optional(), ...pageQuery }),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownGrant),
        example: exampleOf(shownGrantExample),
      },
    },
    problems: ['not-found'],
    handle: async ({ params, query, caller }) => {
      const user = await findUser(deps, caller, params);
      const { items, nextCursor } = await deps.storage.grants.listByUser({
        userId: user.id,
        ...withoutUndefined({ templateId: query.templateId }),
        limit: query.limit,
        cursor: query.cursor ?? null,
      });
      return { status: 200, json: { data: items.map(presentGrant), nextCursor } };
    },
  });
}

const searchBody = z
  .strictObject({ phone: phone.optional(), unionid: unionid.optional() })
  .refine((given) => (given.phone === undefined) !== (given.unionid === undefined), {
    error: 'must have exactly one of phone, unionid',
    params: { rule: 'one-address' },
  });

/** POST /v1/apps/{appId}/users/search */
export function searchUsersRoute(deps: Deps): Route {
  const { users } = deps.storage;
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/users/search',
    operationId: 'searchUsers',
    tag: 'Users and grants',
    summary: 'Find users by phone or unionid',
    description: 'One phone with several openids: the newest binding first.',
    auth: { kind: 'key', scope: 'grant:read' },
    params: appParams,
    body: { schema: searchBody, example: { phone: '+8613800000000' } },
    replies: {
      200: {
        description: 'Those found, perhaps none.',
        schema: listOf(shownUser),
        example: exampleOf(shownUserExample),
      },
    },
    problems: ['not-found'],
    handle: async ({ params, body, caller }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const found =
        body.phone === undefined
          ? await users.findByUnionid(appId, body.unionid ?? '')
          : await users.findByPhone(appId, body.phone);
      const data = await Promise.all(
        found.map(async (user) => presentUser(user, await users.balances(user.id))),
      );
      return { status: 200, json: { data, nextCursor: null } };
    },
  });
}
