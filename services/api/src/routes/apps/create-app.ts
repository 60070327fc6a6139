import type { Storage } from '@yuexin/storage';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentApp } from '../../presenters/present-app.ts';
import type { AppCatalog } from '../../use-cases/app-catalog.ts';
import { createOnce } from '../../use-cases/create-once.ts';
import { requireUnbound } from '../../use-cases/find-visible-app.ts';
import { noSuch } from '../../use-cases/find-visible-push.ts';
import type { RecordAction } from '../../use-cases/record-action.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { createAppBody, createAppExample, shownApp } from './app.schema.ts';

/** POST /v1/apps */
export function createAppRoute(deps: {
  storage: { apps: Storage['apps']; idempotency: Storage['idempotency'] };
  catalog: AppCatalog;
  recordAction: RecordAction;
  publicUrl: string;
}): Route {
  const { storage, catalog, recordAction, publicUrl } = deps;
  const running = new Set<string>();
  return defineRoute({
    method: 'post',
    path: '/v1/apps',
    operationId: 'createApp',
    tag: 'Apps',
    summary: 'Register a mini program',
    auth: { kind: 'key', scope: 'admin' },
    takesIdempotencyKey: true,
    body: { schema: createAppBody, example: createAppExample },
    replies: { 201: { description: 'Registered. Secrets are never returned.', schema: shownApp } },
    problems: ['conflict', 'idempotency-in-flight', 'idempotency-key-reused'],
    handle: async ({ body, caller, requestId, header }) => {
      requireUnbound(caller);
      const { appId } = body;
      const create = async () => {
        const app = await storage.apps.create(withoutUndefined(body));
        catalog.forget(appId);
        const after = presentApp(app, publicUrl);
        const target = `app:${appId}`;
        await recordAction({ caller, requestId, action: 'app.create', target, appId, after });
      };
      const { isReplay } = await createOnce({
        idempotency: storage.idempotency,
        running,
        caller,
        key: readIdempotencyKey(header('idempotency-key')),
        operation: 'app',
        body,
        create,
      });
      const app = await storage.apps.find(appId);
      if (app === null) throw noSuch('app');
      return {
        status: 201,
        json: presentApp(app, publicUrl),
        headers: {
          Location: `/v1/apps/${appId}`,
          ...(isReplay && { 'Idempotency-Replayed': 'true' }),
        },
      };
    },
  });
}
