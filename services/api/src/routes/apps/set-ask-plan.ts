import type { Storage } from '@yuexin/storage';
import { findValues } from '../../http/find-values.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import {
  checkTemplateIds,
  findUnknownTemplates,
} from '../../use-cases/users/check-template-ids.ts';
import { findVisibleApp, peekVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { templateId } from '../fields.schema.ts';
import { appParams, askPlanBody } from './app.schema.ts';

const example = {
  pages: [
    {
      page: 'pages/goods/list',
      templates: [{ templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE', target: 3 }],
    },
  ],
};

/** The templates that a plan speaks of. */
const namedIn = (body: unknown) =>
  findValues(body, ['pages', '*', 'templates', '*', 'templateId'], templateId);

/** PUT /v1/apps/{appId}/ask-plan */
export function setAskPlanRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  catalog: AppCatalog;
  performAction: PerformAction;
}): Route {
  const { storage, catalog, performAction } = deps;
  return defineRoute({
    method: 'put',
    path: '/v1/apps/{appId}/ask-plan',
    operationId: 'setAskPlan',
    tag: 'Apps',
    summary: 'Say which page should ask for what',
    description:
      'For each page the templates and how many grants to keep in stock. The planner (GET /v1/mp/plan) fills them up, parked demand first.',
    auth: { kind: 'key', scope: 'admin' },
    params: appParams,
    body: {
      schema: askPlanBody,
      example,
    },
    replies: { 200: { description: 'The plan as it is now.', schema: askPlanBody, example } },
    problems: ['not-found', 'template-unknown'],
    findMore: async ({ params, body, caller }) => {
      const app = await peekVisibleApp(storage, caller, params.appId);
      return app === null ? [] : findUnknownTemplates(catalog, app.appId, namedIn(body));
    },
    handle: async ({ params, body, caller, requestId }) => {
      const before = await findVisibleApp(storage, caller, params.appId);
      const { appId } = before;
      await checkTemplateIds(catalog, appId, namedIn(body));
      const askPlan = await performAction({ caller, requestId }, async ({ apps }) => {
        const app = await apps.setAskPlan(appId, body);
        if (app === null) throw noSuch('app');
        const change = { before: before.askPlan, after: app.askPlan };
        const action = { action: 'app.ask-plan', target: `app:${appId}`, appId, ...change };
        return { result: app.askPlan, action };
      });
      catalog.forget(appId);
      return { status: 200, json: askPlan };
    },
  });
}
