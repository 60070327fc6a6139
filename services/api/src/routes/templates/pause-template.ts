import type { Storage, TemplateRow } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentTemplate } from '../../presenters/present-template.ts';
import type { AppCatalog } from '../../use-cases/app-catalog.ts';
import { findVisibleApp } from '../../use-cases/find-visible-app.ts';
import { noSuch } from '../../use-cases/find-visible-push.ts';
import type { RecordAction } from '../../use-cases/record-action.ts';
import { pauseBody } from '../apps/app.schema.ts';
import { requireFuture } from '../apps/pause-app.ts';
import { shownTemplate, templateParams } from './template.schema.ts';

type Deps = {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    templates: Pick<Storage['templates'], 'find' | 'pause' | 'resume'>;
  };
  catalog: AppCatalog;
  recordAction: RecordAction;
  clock: Clock;
};

/** POST /v1/apps/{appId}/templates/{templateId}/pause */
export function pauseTemplateRoute({ storage, catalog, recordAction, clock }: Deps): Route {
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
    replies: { 200: { description: 'The template, paused.', schema: shownTemplate } },
    problems: ['not-found'],
    handle: async ({ params, body, caller, requestId }) => {
      const until = body.until ?? null;
      requireFuture(until, clock.now());
      const { appId } = await findVisibleApp(storage, caller, params.appId);
      const { templateId } = params;
      const before = await storage.templates.find(appId, templateId);
      const template = await storage.templates.pause({
        appId,
        templateId,
        reason: { code: 'template-paused', message: body.reason },
        until,
      });
      if (before === null || template === null) throw noSuch('template');
      catalog.forget(appId);
      await recordAction({
        caller,
        requestId,
        action: 'template.pause',
        target: `template:${appId}/${templateId}`,
        appId,
        before: shownState(before),
        after: shownState(template),
        reason: body.reason,
      });
      return { status: 200, json: presentTemplate(template) };
    },
  });
}

/** POST /v1/apps/{appId}/templates/{templateId}/resume */
export function resumeTemplateRoute({ storage, catalog, recordAction }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/templates/{templateId}/resume',
    operationId: 'resumeTemplate',
    tag: 'Templates',
    summary: 'Send a template again',
    auth: { kind: 'key', scope: 'admin' },
    params: templateParams,
    body: { schema: z.strictObject({}), isOptional: true },
    replies: { 200: { description: 'The template, active.', schema: shownTemplate } },
    problems: ['not-found'],
    handle: async ({ params, caller, requestId }) => {
      const { appId } = await findVisibleApp(storage, caller, params.appId);
      const { templateId } = params;
      const before = await storage.templates.find(appId, templateId);
      const template = await storage.templates.resume(appId, templateId);
      if (before === null || template === null) throw noSuch('template');
      catalog.forget(appId);
      await recordAction({
        caller,
        requestId,
        action: 'template.resume',
        target: `template:${appId}/${templateId}`,
        appId,
        before: shownState(before),
        after: shownState(template),
      });
      return { status: 200, json: presentTemplate(template) };
    },
  });
}

/** What a pause changes, for the audit. */
function shownState(row: TemplateRow) {
  const { state, pause } = presentTemplate(row);
  return { state, pause };
}
