import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentTemplate } from '../../presenters/present-template.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { pageInMemory } from '../../use-cases/dead-letters/page-in-memory.ts';
import { appParams } from '../apps/app.schema.ts';
import { exampleOf, listOf, pageQuery } from '../fields.schema.ts';
import { shownTemplate, shownTemplateExample } from './template.schema.ts';

/** GET /v1/apps/{appId}/templates */
export function listTemplatesRoute({
  storage,
}: {
  storage: { apps: Pick<Storage['apps'], 'find'>; templates: Pick<Storage['templates'], 'list'> };
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/templates',
    operationId: 'listTemplates',
    tag: 'Templates',
    summary: 'List the templates as last synced',
    auth: { kind: 'key', scope: 'template:read' },
    params: appParams,
    query: z.strictObject(pageQuery),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownTemplate),
        example: exampleOf(shownTemplateExample),
      },
    },
    problems: ['not-found'],
    handle: async ({ params, query, caller }) => {
      const { appId } = await findVisibleApp(storage, caller, params.appId);
      const { items, nextCursor } = pageInMemory({
        items: await storage.templates.list(appId),
        nameOf: (template) => template.templateId,
        limit: query.limit,
        cursor: query.cursor,
      });
      return { status: 200, json: { data: items.map(presentTemplate), nextCursor } };
    },
  });
}
