import type { Storage } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { findPassed } from '../../http/find-passed.ts';
import { invalidRequest } from '../../http/invalid-request.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentApp } from '../../presenters/present-app.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import type { BrakeQueue } from '../../use-cases/apps/brake-queue.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { whyBody } from '../fields.schema.ts';
import { appParams, pauseBody, shownApp, shownAppExample } from './app.schema.ts';

type Deps = {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  brake: BrakeQueue;
  catalog: AppCatalog;
  performAction: PerformAction;
  clock: Clock;
  publicUrl: string;
};

const pausedExample = {
  ...shownAppExample,
  state: 'paused',
  pause: {
    kind: 'operator',
    reason: { code: 'app-paused', message: 'New templates are being reviewed' },
    ...{ until: null, since: '2026-01-05T09:30:00.000Z' },
  },
};

/** POST /v1/apps/{appId}/pause */
export function pauseAppRoute(deps: Deps): Route {
  const { storage, brake, catalog, performAction, clock, publicUrl } = deps;
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/pause',
    operationId: 'pauseApp',
    tag: 'Apps',
    summary: 'Stop sending for a mini program',
    description: 'Pushes are still taken; they wait. Sends in flight finish.',
    auth: { kind: 'key', scope: 'admin' },
    params: appParams,
    body: { schema: pauseBody, example: { reason: 'New templates are being reviewed' } },
    replies: { 200: { description: 'The app, paused.', schema: shownApp, example: pausedExample } },
    problems: ['not-found'],
    findMore: ({ body }) => Promise.resolve(findPassed(body, 'until', clock.now())),
    handle: async ({ params, body, caller, requestId }) => {
      requireFuture(body, clock.now());
      const before = await findVisibleApp(storage, caller, params.appId);
      const { appId } = before;
      const { reason } = body;
      const json = await performAction({ caller, requestId }, async ({ apps }) => {
        const app = await apps.pause({
          ...{ appId, kind: 'operator', until: body.until ?? null },
          reason: { code: 'app-paused', message: reason },
        });
        if (app === null) throw noSuch('app');
        const after = presentApp(app, publicUrl);
        const change = { before: presentApp(before, publicUrl).pause, after: after.pause, reason };
        const action = { action: 'app.pause', target: `app:${appId}`, appId, ...change };
        return { result: after, action };
      });
      catalog.forget(appId);
      await brake.setPaused(appId, true);
      return { status: 200, json };
    },
  });
}

/** POST /v1/apps/{appId}/resume */
export function resumeAppRoute(deps: Deps): Route {
  const { storage, brake, catalog, performAction, publicUrl } = deps;
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/resume',
    operationId: 'resumeApp',
    tag: 'Apps',
    summary: 'Send again',
    description: 'Ends a pause of any kind. Harmless when there is none.',
    auth: { kind: 'key', scope: 'admin' },
    params: appParams,
    body: { schema: whyBody, isOptional: true },
    replies: {
      200: { description: 'The app, active.', schema: shownApp, example: shownAppExample },
    },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleApp(storage, caller, params.appId);
      const { appId } = before;
      const json = await performAction({ caller, requestId }, async ({ apps }) => {
        const app = await apps.resume(appId);
        if (app === null) throw noSuch('app');
        const after = presentApp(app, publicUrl);
        const change = { before: presentApp(before, publicUrl).pause, after: after.pause };
        const action = { action: 'app.resume', target: `app:${appId}`, appId, ...change, ...body };
        return { result: after, action };
      });
      catalog.forget(appId);
      await brake.setPaused(appId, false);
      return { status: 200, json };
    },
  });
}

/** Throws `invalid-request` for an end that has passed. */
export function requireFuture(body: unknown, now: Date): void {
  const problems = findPassed(body, 'until', now);
  if (problems.length > 0) throw invalidRequest(problems);
}
