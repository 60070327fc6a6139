import type { Storage } from '@yuexin/storage';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentApp } from '../../presenters/present-app.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import type { BrakeQueue } from '../../use-cases/apps/brake-queue.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { appParams, shownApp, shownAppExample, updateAppBody } from './app.schema.ts';

const secretFields = ['appSecret', 'messageToken', 'encodingAesKey'] as const;

/** PATCH /v1/apps/{appId} */
export function updateAppRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  brake: BrakeQueue;
  catalog: AppCatalog;
  performAction: PerformAction;
  publicUrl: string;
}): Route {
  const { storage, brake, catalog, performAction, publicUrl } = deps;
  return defineRoute({
    method: 'patch',
    path: '/v1/apps/{appId}',
    operationId: 'updateApp',
    tag: 'Apps',
    summary: 'Change a mini program',
    description: 'Fields left out stay. Null takes away a message token, an AES key or a rate.',
    auth: { kind: 'key', scope: 'admin' },
    params: appParams,
    body: { schema: updateAppBody, example: { name: 'Freight', sendRatePerSecond: 200 } },
    replies: {
      200: { description: 'The app as it is now.', schema: shownApp, example: shownAppExample },
    },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleApp(storage, caller, params.appId);
      const changedSecrets = secretFields.filter((field) => body[field] !== undefined);
      const app = await performAction({ caller, requestId }, async ({ apps }) => {
        const updated = await apps.update(before.appId, withoutUndefined(body));
        if (updated === null) throw noSuch('app');
        const { appId } = updated;
        return {
          result: updated,
          action: {
            ...{ action: 'app.update', target: `app:${appId}`, appId },
            before: presentApp(before, publicUrl),
            after: { ...presentApp(updated, publicUrl), changedSecrets },
          },
        };
      });
      catalog.forget(app.appId);
      if (body.sendRatePerSecond !== undefined)
        await brake.setRate(app.appId, body.sendRatePerSecond);
      return { status: 200, json: presentApp(app, publicUrl) };
    },
  });
}
