import type { Storage } from '@yuexin/storage';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentApp } from '../../presenters/present-app.ts';
import type { AppCatalog } from '../../use-cases/app-catalog.ts';
import type { BrakeQueue } from '../../use-cases/brake-queue.ts';
import { findVisibleApp } from '../../use-cases/find-visible-app.ts';
import { noSuch } from '../../use-cases/find-visible-push.ts';
import type { RecordAction } from '../../use-cases/record-action.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { appParams, shownApp, updateAppBody } from './app.schema.ts';

const secretFields = ['appSecret', 'messageToken', 'encodingAesKey'] as const;

/** PATCH /v1/apps/{appId} */
export function updateAppRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find' | 'update'> };
  brake: BrakeQueue;
  catalog: AppCatalog;
  recordAction: RecordAction;
  publicUrl: string;
}): Route {
  const { storage, brake, catalog, recordAction, publicUrl } = deps;
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
    replies: { 200: { description: 'The app as it is now.', schema: shownApp } },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleApp(storage, caller, params.appId);
      const app = await storage.apps.update(params.appId, withoutUndefined(body));
      if (app === null) throw noSuch('app');
      catalog.forget(app.appId);
      if (body.sendRatePerSecond !== undefined)
        await brake.setRate(app.appId, body.sendRatePerSecond);
      const changedSecrets = secretFields.filter((field) => body[field] !== undefined);
      await recordAction({
        caller,
        requestId,
        action: 'app.update',
        target: `app:${app.appId}`,
        appId: app.appId,
        before: presentApp(before, publicUrl),
        after: { ...presentApp(app, publicUrl), changedSecrets },
      });
      return { status: 200, json: presentApp(app, publicUrl) };
    },
  });
}
