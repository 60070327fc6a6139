import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import type { SyncTemplates } from '../../use-cases/apps/sync-templates.ts';
import { presentHurt } from '../../presenters/present-template-change.ts';
import { appParams } from '../apps/app.schema.ts';
import { shownHurt, shownHurtExample } from './template.schema.ts';

const ids = z.array(z.string());

/** POST /v1/apps/{appId}/templates/sync */
export function syncTemplatesRoute(deps: {
  storage: { apps: Pick<Storage['apps'], 'find'> };
  syncTemplates: SyncTemplates;
}): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/apps/{appId}/templates/sync',
    deadlineMs: 60_000,
    operationId: 'syncTemplates',
    tag: 'Templates',
    summary: 'Fetch the templates from WeChat',
    description:
      'Templates that are gone at WeChat stay readable as `removed`. WeChat allows few of these calls a day.',
    auth: { kind: 'key', scope: 'admin' },
    params: appParams,
    body: { schema: z.strictObject({}), isOptional: true },
    replies: {
      200: {
        description:
          'What changed, by template id, and which waiting pushes WeChat would refuse now.',
        schema: z.object({ added: ids, changed: ids, removed: ids, hurt: z.array(shownHurt) }),
        example: {
          added: [],
          changed: [shownHurtExample.templateId],
          removed: [],
          hurt: [shownHurtExample],
        },
      },
    },
    problems: ['not-found', 'wechat-refused'],
    handle: async ({ params, caller, requestId }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const { hurt, ...changes } = await deps.syncTemplates({ appId, caller, requestId });
      return { status: 200, json: { ...changes, hurt: hurt.map(presentHurt) } };
    },
  });
}
