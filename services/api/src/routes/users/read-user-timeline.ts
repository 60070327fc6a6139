import { shownInstant } from '@yuexin/callbacks';
import { askResults, grantStates, pushStates } from '@yuexin/domain';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentUserEntry } from '../../presenters/present-user-timeline.ts';
import { findVisibleApp } from '../../use-cases/apps/find-visible-app.ts';
import { noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { ReadUserTimeline } from '../../use-cases/users/read-user-timeline.ts';
import { shownGrantExample, userParams } from './user.schema.ts';

const mostEntries = 200;
const templateId = z.string();
const pushId = z.string();

const entry = z.discriminatedUnion('kind', [
  z.object({ at: shownInstant, kind: z.literal('login'), hasBoundPhone: z.boolean() }),
  z.object({
    ...{ at: shownInstant, kind: z.literal('answer'), templateId },
    evidence: z.enum(['reported', 'witnessed']),
    result: z.string().meta({ examples: [...askResults] }),
    page: z.string().nullable(),
  }),
  z.object({
    ...{ at: shownInstant, kind: z.literal('grant'), grantId: z.string(), templateId },
    state: z.enum(grantStates),
    evidence: z.enum(['reported', 'witnessed', 'both', 'imported']),
    pushId: pushId.optional().meta({ description: 'Which it is held or was spent for.' }),
  }),
  z.object({
    ...{ at: shownInstant, kind: z.literal('push'), pushId, templateId },
    state: z.enum(pushStates),
  }),
]);

const shown = z.object({ data: z.array(entry) }).meta({ id: 'UserTimeline' });
const at = '2026-01-05T08:00:00.000Z';
const example = {
  data: [
    {
      ...{ at, kind: 'push', pushId: 'psh_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', state: 'sent' },
      templateId: shownGrantExample.templateId,
    },
    {
      ...{ at, kind: 'grant', grantId: shownGrantExample.id, state: 'spent', evidence: 'both' },
      templateId: shownGrantExample.templateId,
    },
    { at, kind: 'login', hasBoundPhone: true },
  ],
};

/** GET /v1/apps/{appId}/users/{openid}/timeline */
export function readUserTimelineRoute(deps: {
  storage: {
    apps: Pick<Storage['apps'], 'find'>;
    users: Pick<Storage['users'], 'findByOpenid'>;
  };
  readUserTimeline: ReadUserTimeline;
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/apps/{appId}/users/{openid}/timeline',
    operationId: 'readUserTimeline',
    tag: 'Users and grants',
    summary: 'What happened between a user and the app',
    description: `Logins, answers to being asked, grants and pushes; the newest ${mostEntries}, newest first.`,
    auth: { kind: 'key', scope: 'grant:read' },
    params: userParams,
    replies: { 200: { description: 'The entries.', schema: shown, example } },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const { appId } = await findVisibleApp(deps.storage, caller, params.appId);
      const user = await deps.storage.users.findByOpenid(appId, params.openid);
      if (user === null) throw noSuch('user');
      const entries = await deps.readUserTimeline(user, mostEntries);
      return { status: 200, json: { data: entries.map(presentUserEntry) } };
    },
  });
}
