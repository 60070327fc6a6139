import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentTemplateChange } from '../../presenters/present-template-change.ts';
import { findVisibleApp } from '../../use-cases/find-visible-app.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { appParams } from '../apps/app.schema.ts';
import { listOf, pageQuery, templateId } from '../fields.schema.ts';
import { shownTemplateChange } from './template.schema.ts';

/** GET /v1/apps/{appId}/templates/changes */
export function listTemplateChangesRoute({
  storage,
}: {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    templates: Pick<Storage['templates'], 'listChanges'>;
  };
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/templates/changes',
    operationId: 'listTemplateChanges',
    tag: 'Templates',
    summary: 'What syncs found, newest first',
    description:
      'Templates added, changed and removed at WeChat, by whoever synced, and how many waiting pushes each change hurt.',
    auth: { kind: 'key', scope: 'template:read' },
    params: appParams,
    query: z.strictObject({ templateId: templateId.optional(), ...pageQuery }),
    replies: { 200: { description: 'A page.', schema: listOf(shownTemplateChange) } },
    problems: ['not-found'],
    handle: async ({ params, query, caller }) => {
      const { appId } = await findVisibleApp(storage, caller, params.appId);
      const { limit, cursor, ...asked } = query;
      const { items, nextCursor } = await storage.templates.listChanges({
        ...withoutUndefined(asked),
        ...{ appId, limit, cursor: cursor ?? null },
      });
      return { status: 200, json: { data: items.map(presentTemplateChange), nextCursor } };
    },
  });
}
