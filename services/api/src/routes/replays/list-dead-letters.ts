import { shownInstant } from '@yuexin/callbacks';
import { explainDeadLetter } from '@yuexin/domain';
import type { DeadLetterGroup, Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentDeadLetters } from '../../presenters/present-dead-letters.ts';
import { pageInMemory } from '../../use-cases/dead-letters/page-in-memory.ts';
import { appId, createdSpan, listOf, pageQuery } from '../fields.schema.ts';
import { inOrder, isInOrder } from '../pushes/list-pushes.schema.ts';

/** Dead letters counted for one answer; beyond, the newest are. */
const mostCounted = 100_000;

const query = z
  .strictObject({
    appId: appId.optional(),
    ...createdSpan,
    ...pageQuery,
  })
  .refine(isInOrder, inOrder);

const texts = z.object({ en: z.string(), zh: z.string() });
const example = {
  data: [
    {
      appId: 'wx0123456789abcdef',
      templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
      reason: 'template-data-invalid',
      errcode: 47003,
      count: 120,
      oldestAt: '2026-01-05T08:00:00.000Z',
      newestAt: '2026-01-05T09:30:00.000Z',
      samplePushId: 'psh_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
      ...explainDeadLetter({ reason: 'template-data-invalid', errcode: 47003 }),
    },
  ],
  nextCursor: null,
  isCapped: false,
};

const shownGroup = z
  .object({
    appId: z.string(),
    templateId: z.string(),
    reason: z.string(),
    errcode: z.int().nullable(),
    count: z.int(),
    oldestAt: shownInstant.meta({ description: 'When the first of them died.' }),
    newestAt: shownInstant,
    samplePushId: z.string(),
    meaning: texts,
    advice: texts.meta({ description: 'What an operator can do about it.' }),
  })
  .meta({ id: 'DeadLetterGroup' });

const nameOfGroup = ({ appId, templateId, reason, errcode }: DeadLetterGroup): string =>
  JSON.stringify([appId, templateId, reason, errcode]);

/** GET /v1/dead-letters */
export function listDeadLettersRoute({
  storage,
}: {
  storage: {
    apps: Pick<Storage['apps'], 'list'>;
    pushes: Pick<Storage['pushes'], 'groupDead'>;
  };
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/dead-letters',
    operationId: 'listDeadLetters',
    tag: 'Dead letters',
    summary: 'Dead pushes by cause, most first',
    description:
      'Grouped by app, template, reason and errcode, with what the errcode means. The members of a group: GET /v1/pushes?state=dead&appId=…&templateId=…&reason=…&errcode=… (`none` without an errcode). Of more than 100,000 dead letters the newest are counted.',
    auth: { kind: 'key', scope: 'push:read' },
    query,
    replies: {
      200: {
        description: 'The groups.',
        schema: listOf(shownGroup).extend({
          isCapped: z.boolean().meta({ description: 'Older dead letters were not counted.' }),
        }),
        example,
      },
    },
    problems: [],
    handle: async ({ query: { appId: asked, from = null, to = null, limit, cursor }, caller }) => {
      const visible = caller.appIds ?? (await storage.apps.list()).map((app) => app.appId);
      const appIds = asked === undefined ? visible : visible.filter((id) => id === asked);
      const found = await storage.pushes.groupDead({ appIds, from, to, limit: mostCounted });
      const page = { items: found.groups, nameOf: nameOfGroup, limit, cursor };
      const { items: groups, nextCursor } = pageInMemory(page);
      const { isCapped } = found;
      return { status: 200, json: { ...presentDeadLetters({ groups, isCapped }), nextCursor } };
    },
  });
}
