import { sendPath } from '@yuexin/domain';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { canSeeApp } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentApp } from '../../presenters/present-app.ts';
import { presentQuota } from '../../presenters/present-quota.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { pageInMemory } from '../../use-cases/dead-letters/page-in-memory.ts';
import { exampleOf, listOf, pageQuery } from '../fields.schema.ts';
import { appParams, shownApp, shownAppExample } from './app.schema.ts';

type Deps = { storage: { apps: Pick<Storage['apps'], 'find' | 'list'> }; publicUrl: string };

/** GET /v1/apps */
export function listAppsRoute({ storage, publicUrl }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps',
    operationId: 'listApps',
    tag: 'Apps',
    summary: 'List mini programs, newest first',
    auth: { kind: 'key', scope: 'operator' },
    query: z.strictObject(pageQuery),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownApp),
        example: exampleOf(shownAppExample),
      },
    },
    problems: [],
    handle: async ({ query, caller }) => {
      const apps = (await storage.apps.list()).filter((app) => canSeeApp(caller, app.appId));
      const { items, nextCursor } = pageInMemory({
        items: apps.reverse(),
        nameOf: (app) => app.appId,
        limit: query.limit,
        cursor: query.cursor,
      });
      return {
        status: 200,
        json: { data: items.map((app) => presentApp(app, publicUrl)), nextCursor },
      };
    },
  });
}

/** GET /v1/apps/{appId} */
export function getAppRoute({
  storage,
  publicUrl,
}: Deps & { storage: { upkeep: Pick<Storage['upkeep'], 'listQuota'> } }): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}',
    operationId: 'getApp',
    tag: 'Apps',
    summary: 'Read a mini program',
    description: 'Whether secrets are set; never what they are.',
    auth: { kind: 'key', scope: 'operator' },
    params: appParams,
    replies: { 200: { description: 'The app.', schema: shownApp, example: shownAppExample } },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const app = await findVisibleApp(storage, caller, params.appId);
      const { appId } = app;
      const quota = presentQuota(await storage.upkeep.listQuota({ appId, cgiPath: sendPath }));
      return { status: 200, json: { ...presentApp(app, publicUrl), ...(quota && { quota }) } };
    },
  });
}
