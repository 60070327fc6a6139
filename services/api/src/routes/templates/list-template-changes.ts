import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentTemplateChange } from '../../presenters/present-template-change.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { withoutUndefined } from '../../use-cases/without-undefined.ts';
import { appParams } from '../apps/app.schema.ts';
import { exampleOf, listOf, pageQuery, templateId } from '../fields.schema.ts';
import { shownHurtExample, shownTemplateChange } from './template.schema.ts';

const example = {
  ...{ id: '019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', at: '2026-01-05T08:00:00.000Z' },
  ...{ templateId: shownHurtExample.templateId, kind: 'changed', title: '货源提醒' },
  change: { keywordsAdded: ['time3'], isReworded: true },
  hurt: shownHurtExample,
};

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
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownTemplateChange),
        example: exampleOf(example),
      },
    },
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
