import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import type { KeyCaller } from '../../http/caller.ts';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { defineRoute, type Reply, type Route } from '../../http/route.ts';
import { findVisibleApp, peekVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import {
  findGrantProblems,
  type GrantChecks,
  type ImportGrants,
} from '../../use-cases/users/import-grants.ts';
import { appParams } from '../apps/app.schema.ts';
import { documentedGrantsBody, importGrantsBody } from './import.schema.ts';

type Deps = {
  storage: { apps: Pick<Storage['apps'], 'find'> } & GrantChecks['storage'];
  importGrants: ImportGrants;
} & Omit<GrantChecks, 'storage'>;

/** POST /v1/apps/{appId}/grants */
export function importGrantsRoute(deps: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/grants',
    deadlineMs: 30_000,
    operationId: 'importGrants',
    tag: 'Users and grants',
    summary: 'Bring grants another system collected',
    description:
      'Adds to the ledger. With `counting: "more"` it is not idempotent by itself: send an Idempotency-Key. With `"total"` it may be repeated, with more or corrected rows too. Users unknown to the app are registered.',
    auth: { kind: 'key', scope: 'grant:write' },
    takesIdempotencyKey: true,
    params: appParams,
    body: {
      schema: importGrantsBody,
      documented: documentedGrantsBody,
      limit: 'batch',
      example: {
        grants: [
          {
            openid: 'oABCD-1234567890abcdefghijkl',
            templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
            count: 2,
          },
        ],
      },
    },
    replies: {
      200: {
        description: 'Done.',
        schema: z.object({
          imported: z.int().meta({ description: 'Grants added.' }),
          released: z.int().meta({ description: 'Parked pushes set going.' }),
        }),
        example: { imported: 2, released: 1 },
      },
    },
    problems: ['not-found', 'template-unknown', 'recipient-unknown', 'idempotency-key-reused'],
    findMore: async ({ params, body, caller }) => {
      const app = await peekVisibleApp(deps.storage, caller, params.appId);
      if (app === null) return [];
      const given = Array.isArray(body) ? { grants: body as unknown } : body;
      const found = await findGrantProblems(deps, app.appId, given);
      return Object.values(found).flat();
    },
    handle: ({ params, body, caller, requestId, header }) =>
      handleImport(deps, { appId: params.appId, body, caller, requestId, header }),
  });
}

async function handleImport(
  deps: Deps,
  request: {
    appId: string;
    body: z.output<typeof importGrantsBody>;
    caller: KeyCaller;
    requestId: string;
    header: (name: string) => string | undefined;
  },
): Promise<Reply> {
  const { body, caller, requestId } = request;
  const { appId } = await findVisibleApp(deps.storage, caller, request.appId);
  const key = readIdempotencyKey(request.header('idempotency-key'));
  const { grants, counting } = body;
  const { isReplay, ...json } = await deps.importGrants({
    ...{ appId, caller, requestId, grants, counting, key },
  });
  return {
    status: 200,
    json,
    ...(isReplay && { headers: { 'Idempotency-Replayed': 'true' } }),
  };
}
