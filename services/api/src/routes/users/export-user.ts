import { shownInstant, shownPush, shownPushExample } from '@yuexin/callbacks';
import { askResults } from '@yuexin/domain';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentExportedUser } from '../../presenters/present-exported-user.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { ExportUser } from '../../use-cases/users/export-user.ts';
import {
  shownGrant,
  shownGrantExample,
  shownUser,
  shownUserExample,
  userParams,
} from './user.schema.ts';

const { openid, unionid, balances, lastLoginAt } = shownUser.shape;

const exportedUser = z
  .object({
    ...{ openid, unionid },
    phone: z.string().optional().meta({ description: 'In full.', example: '+8613800000000' }),
    ...{ createdAt: shownInstant, lastLoginAt, balances },
    logins: z.array(z.object({ at: shownInstant, hasBoundPhone: z.boolean() })),
    asks: z.array(
      z.object({
        at: shownInstant,
        templateId: z.string(),
        kind: z.enum(['reported', 'witnessed']),
        result: z.string().meta({ examples: [...askResults] }),
        page: z.string().nullable(),
      }),
    ),
    grants: z.array(shownGrant),
    pushes: z.array(shownPush),
    isCapped: z
      .boolean()
      .meta({ description: 'There are more than 10,000 of a kind: the newest are here.' }),
  })
  .meta({ id: 'UserExport' });

const { openid: exampleOpenid, balances: exampleBalances, lastLoginAt: at } = shownUserExample;
const example = {
  ...{ openid: exampleOpenid, phone: '+8613800000000', createdAt: at, lastLoginAt: at },
  balances: exampleBalances,
  logins: [{ at, hasBoundPhone: true }],
  asks: [
    {
      ...{ at, templateId: shownPushExample.templateId, kind: 'reported', result: 'accept' },
      page: 'pages/goods/list',
    },
  ],
  ...{ grants: [shownGrantExample], pushes: [shownPushExample], isCapped: false },
};

/** GET /v1/apps/{appId}/users/{openid}/export */
export function exportUserRoute(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    users: Pick<Storage['users'], 'findByOpenid'>;
  };
  exportUser: ExportUser;
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/users/{openid}/export',
    deadlineMs: 60_000,
    operationId: 'exportUser',
    tag: 'Users and grants',
    summary: 'Everything that is kept about a user',
    description: 'For a person who asks what is known of them: the phone is not masked.',
    auth: { kind: 'key', scope: 'admin' },
    params: userParams,
    replies: { 200: { description: 'All of it.', schema: exportedUser, example } },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const user = await deps.storage.users.findByOpenid(appId, params.openid);
      if (user === null) throw noSuch('user');
      return { status: 200, json: presentExportedUser(await deps.exportUser(user)) };
    },
  });
}
