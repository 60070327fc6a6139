import type { Storage, TemplateRow } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { findPassed } from '../../http/find-passed.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentTemplate } from '../../presenters/present-template.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { pauseBody } from '../apps/app.schema.ts';
import { requireFuture } from '../apps/pause-app.ts';
import { whyBody } from '../fields.schema.ts';
import { shownTemplate, shownTemplateExample, templateParams } from './template.schema.ts';

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    templates: Pick<Storage['templates'], 'find'>;
  };
  catalog: AppCatalog;
  performAction: PerformAction;
  clock: Clock;
};

const pausedExample = {
  ...shownTemplateExample,
  state: 'paused',
  pause: {
    reason: { code: 'template-paused', message: 'The wording is being corrected' },
    until: null,
  },
};

/** POST /v1/apps/{appId}/templates/{templateId}/pause */
export function pauseTemplateRoute({ storage, catalog, performAction, clock }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/templates/{templateId}/pause',
    operationId: 'pauseTemplate',
    tag: 'Templates',
    summary: 'Stop sending one template',
    description: 'Pushes are still taken; they wait.',
    auth: { kind: 'key', scope: 'admin' },
    params: templateParams,
    body: { schema: pauseBody, example: { reason: 'The wording is being corrected' } },
    replies: {
      200: { description: 'The template, paused.', schema: shownTemplate, example: pausedExample },
    },
    problems: ['not-found'],
    findMore: ({ body }) => Promise.resolve(findPassed(body, 'until', clock.now())),
    handle: async ({ params, body, caller, requestId }) => {
      const until = body.until ?? null;
      requireFuture(body, clock.now());
      const { appId } = await findVisibleApp(storage, caller, params.appId);
      const { templateId } = params;
      const before = await storage.templates.find(appId, templateId);
      const { reason } = body;
      const template = await performAction({ caller, requestId }, async ({ templates }) => {
        const paused = await templates.pause({
          ...{ appId, templateId, until },
          reason: { code: 'template-paused', message: reason },
        });
        if (before === null || paused === null) throw noSuch('template');
        const change = { before: shownState(before), after: shownState(paused), reason };
        const target = `template:${appId}/${templateId}`;
        return { result: paused, action: { action: 'template.pause', target, appId, ...change } };
      });
      catalog.forget(appId);
      return { status: 200, json: presentTemplate(template) };
    },
  });
}

/** POST /v1/apps/{appId}/templates/{templateId}/resume */
export function resumeTemplateRoute({ storage, catalog, performAction }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/templates/{templateId}/resume',
    operationId: 'resumeTemplate',
    tag: 'Templates',
    summary: 'Send a template again',
    auth: { kind: 'key', scope: 'admin' },
    params: templateParams,
    body: { schema: whyBody, isOptional: true },
    replies: {
      200: {
        description: 'The template, active.',
        schema: shownTemplate,
        example: shownTemplateExample,
      },
    },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const { appId } = await findVisibleApp(storage, caller, params.appId);
      const { templateId } = params;
      const before = await storage.templates.find(appId, templateId);
      const template = await performAction({ caller, requestId }, async ({ templates }) => {
        const resumed = await templates.resume(appId, templateId);
        if (before === null || resumed === null) throw noSuch('template');
        const change = { before: shownState(before), after: shownState(resumed), ...body };
        const target = `template:${appId}/${templateId}`;
        return { result: resumed, action: { action: 'template.resume', target, appId, ...change } };
      });
      catalog.forget(appId);
      return { status: 200, json: presentTemplate(template) };
    },
  });
}

/** What a pause changes, for the audit. */
function shownState(row: TemplateRow) {
  const { state, pause } = presentTemplate(row);
  return { state, pause };
}
