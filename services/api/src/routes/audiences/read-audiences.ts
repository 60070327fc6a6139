import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAudience } from '../../presenters/present-audience.ts';
import { findVisibleAudience } from '../../use-cases/audiences/find-visible-audience.ts';
import type { PreviewAudience } from '../../use-cases/audiences/preview-audience.ts';
import { exampleOf, listOf, pageQuery } from '../fields.schema.ts';
import {
  audienceParams,
  audiencePreviewExample,
  audienceReportExample,
  shownAudience,
  shownAudienceExample,
  shownAudiencePreview,
  shownAudienceReport,
} from './audience.schema.ts';

type Deps = {
  storage: {
    audiences: Pick<Storage['audiences'], 'find' | 'list' | 'countPushes' | 'countLeftOut'>;
  };
};

/** GET /v1/audiences */
export function listAudiencesRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/audiences',
    operationId: 'listAudiences',
    tag: 'Audiences',
    summary: 'List audiences, newest first',
    auth: { kind: 'key', scope: 'push:read' },
    query: z.strictObject(pageQuery),
    replies: {
      200: {
        description: 'A page.',
        schema: listOf(shownAudience),
        example: exampleOf(shownAudienceExample),
      },
    },
    problems: [],
    handle: async ({ query: { limit, cursor = null }, caller }) => {
      const { appIds } = caller;
      const { items, nextCursor } = await storage.audiences.list({ appIds, limit, cursor });
      return { status: 200, json: { data: items.map(presentAudience), nextCursor } };
    },
  });
}

/** GET /v1/audiences/{id} */
export function getAudienceRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/audiences/{id}',
    operationId: 'getAudience',
    tag: 'Audiences',
    summary: 'Read how far an audience is',
    auth: { kind: 'key', scope: 'push:read' },
    params: audienceParams,
    replies: {
      200: { description: 'The audience.', schema: shownAudience, example: shownAudienceExample },
    },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const audience = await findVisibleAudience(storage, caller, params.id);
      return { status: 200, json: presentAudience(audience) };
    },
  });
}

/** POST /v1/audiences/{id}/preview */
export function previewAudienceRoute(deps: Deps & { previewAudience: PreviewAudience }): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/audiences/{id}/preview',
    deadlineMs: 30_000,
    operationId: 'previewAudience',
    tag: 'Audiences',
    summary: 'Count what starting an audience would do now',
    description:
      'A dry run: who would get the message, who would wait, and the grants it would cost. Nothing is changed. Of an audience under way: what is left of it.',
    auth: { kind: 'key', scope: 'push:read' },
    params: audienceParams,
    replies: {
      200: {
        description: 'The counts.',
        schema: shownAudiencePreview,
        example: audiencePreviewExample,
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, caller }) => {
      const audience = await findVisibleAudience(deps.storage, caller, params.id);
      return { status: 200, json: await deps.previewAudience(audience) };
    },
  });
}

/** GET /v1/audiences/{id}/report */
export function reportAudienceRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/audiences/{id}/report',
    deadlineMs: 30_000,
    operationId: 'getAudienceReport',
    tag: 'Audiences',
    summary: 'What became of an audience: by state and cause',
    auth: { kind: 'key', scope: 'push:read' },
    params: audienceParams,
    replies: {
      200: {
        description: 'The report, as of now.',
        schema: shownAudienceReport,
        example: audienceReportExample,
      },
    },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const audience = await findVisibleAudience(storage, caller, params.id);
      const [pushes, leftOut] = await Promise.all([
        storage.audiences.countPushes(audience.id),
        storage.audiences.countLeftOut(audience.id),
      ]);
      return { status: 200, json: { audience: presentAudience(audience), pushes, leftOut } };
    },
  });
}
