import type { Storage } from '@yuexin/storage';
import { defineRoute, type Route } from '../../http/route.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import { checkSendingRules, findRuleProblems } from '../../use-cases/apps/check-sending-rules.ts';
import { findVisibleApp, peekVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { appParams } from './app.schema.ts';
import {
  changeSendingRulesBody,
  sendingRulesBody,
  sendingRulesExample,
} from './sending-rules.schema.ts';

const example = sendingRulesExample;

/** PUT /v1/apps/{appId}/sending-rules */
export function setSendingRulesRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find' | 'findUnknownTimeZones'> };
  catalog: AppCatalog;
  performAction: PerformAction;
}): Route {
  const { storage, catalog, performAction } = deps;
  return defineRoute({
    method: 'put',
    path: '/v1/apps/{appId}/sending-rules',
    operationId: 'setSendingRules',
    tag: 'Apps',
    summary: 'Say when and how often users may be sent something',
    description:
      'Quiet hours in a time zone and caps for each user, for the whole app and for single templates; the rules as a whole, `{}` lifts all. They hold from the next push on that would be sent; what is held already is judged anew within seconds. A push with `isUrgent` is neither held nor dropped.',
    auth: { kind: 'key', scope: 'admin' },
    params: appParams,
    body: { schema: changeSendingRulesBody, example },
    replies: {
      200: { description: 'The rules as they are now.', schema: sendingRulesBody, example },
    },
    problems: ['not-found', 'template-unknown'],
    findMore: async ({ params, body, caller }) => {
      const app = await peekVisibleApp(storage, caller, params.appId);
      return findRuleProblems({ storage, catalog }, app?.appId ?? null, body);
    },
    handle: async ({ params, body: { reason, ...body }, caller, requestId }) => {
      const before = await findVisibleApp(storage, caller, params.appId);
      const { appId } = before;
      await checkSendingRules({ storage, catalog }, appId, body);
      const rules = await performAction({ caller, requestId }, async ({ apps }) => {
        const app = await apps.setSendingRules(appId, withoutUndefined(body));
        if (app === null) throw noSuch('app');
        const change = { before: before.sendingRules, after: app.sendingRules };
        const action = {
          ...{ action: 'app.sending-rules', target: `app:${appId}`, appId, ...change },
          ...(reason !== undefined && { reason }),
        };
        return { result: app.sendingRules, action };
      });
      catalog.forget(appId);
      return { status: 200, json: rules };
    },
  });
}
