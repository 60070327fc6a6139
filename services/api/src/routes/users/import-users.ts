import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import type { ImportUsers } from '../../use-cases/users/import-users.ts';
import { appParams } from '../apps/app.schema.ts';
import { documentedUsersBody, importUsersBody } from './import.schema.ts';

/** PUT /v1/apps/{appId}/users */
export function importUsersRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  importUsers: ImportUsers;
}): Route {
  return defineRoute({
    method: 'put',
    path: '/v1/apps/{appId}/users',
    deadlineMs: 30_000,
    operationId: 'importUsers',
    tag: 'Users and grants',
    summary: 'Bring users another system knows already',
    description:
      'Registers or completes; may be repeated. Pushes that wait for one of them are set going.',
    auth: { kind: 'key', scope: 'grant:write' },
    params: appParams,
    body: {
      schema: importUsersBody,
      documented: documentedUsersBody,
      limit: 'batch',
      example: { users: [{ openid: 'oABCD-1234567890abcdefghijkl', phone: '+8613800000000' }] },
    },
    replies: {
      200: {
        description: 'Done.',
        schema: z.object({ imported: z.int() }),
        example: { imported: 1 },
      },
    },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const { users } = body;
      return { status: 200, json: await deps.importUsers({ appId, users, caller, requestId }) };
    },
  });
}
