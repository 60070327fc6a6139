import type { Storage } from '@yuexin/storage';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentApp } from '../../presenters/present-app.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import { createOnce, type Remember } from '../../use-cases/create-once.ts';
import { requireUnbound } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { createAppBody, createAppExample, shownApp, shownAppExample } from './app.schema.ts';

/** POST /v1/apps */
export function createAppRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'>; idempotency: Storage['idempotency'] };
  catalog: AppCatalog;
  performAction: PerformAction;
  publicUrl: string;
}): Route {
  const { storage, catalog, performAction, publicUrl } = deps;
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
    replies: {
      201: {
        description: 'Registered. Secrets are never returned.',
        schema: shownApp,
        example: shownAppExample,
        headers: { Location: 'Where the app can be read.' },
      },
    },
    problems: ['conflict', 'idempotency-in-flight', 'idempotency-key-reused'],
    handle: async ({ body, caller, requestId, header }) => {
      requireUnbound(caller);
      const { appId } = body;
      const create = async (remember: Remember) => {
        await performAction({ caller, requestId }, async (inside) => {
          const after = presentApp(await inside.apps.create(withoutUndefined(body)), publicUrl);
          await remember(inside);
          const action = { action: 'app.create', target: `app:${appId}`, appId, after };
          return { result: undefined, action };
        });
        catalog.forget(appId);
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
