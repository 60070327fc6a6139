import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/find-visible-app.ts';
import type { ImportGrants } from '../../use-cases/import-grants.ts';
import type { RecordAction } from '../../use-cases/record-action.ts';
import { appParams } from '../apps/app.schema.ts';
import { documentedGrantsBody, importGrantsBody } from './import.schema.ts';

/** POST /v1/apps/{appId}/grants */
export function importGrantsRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  importGrants: ImportGrants;
  recordAction: RecordAction;
}): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/grants',
    operationId: 'importGrants',
    tag: 'Users and grants',
    summary: 'Bring grants another system collected',
    description:
      'Adds to the ledger, and is not idempotent by itself: send an Idempotency-Key. Users unknown to the app are registered.',
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
      },
    },
    problems: ['not-found', 'template-unknown', 'recipient-unknown', 'idempotency-key-reused'],
    handle: async ({ params, body, caller, requestId, header }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const { imported, released, isReplay } = await deps.importGrants({
        appId,
        caller,
        grants: body.grants,
        key: readIdempotencyKey(header('idempotency-key')),
      });
      const after = { imported, released };
      if (!isReplay) {
        const target = `app:${appId}`;
        await deps.recordAction({
          caller,
          requestId,
          action: 'grant.import',
          target,
          appId,
          after,
        });
      }
      return {
        status: 200,
        json: after,
        ...(isReplay && { headers: { 'Idempotency-Replayed': 'true' } }),
      };
    },
  });
}
