import { shownPushExample } from '@yuexin/callbacks';
import type { Storage } from '@yuexin/storage';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentTimeline } from '../../presenters/present-timeline.ts';
import { findVisiblePush, noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import { pushParams } from './get-push.ts';
import { shownTimeline } from './timeline.schema.ts';

const attempt = { id: 'att_019b8c5e-4a10-7c22-8f01-2b6f0d9e7a13', number: 1 };
const example = {
  push: {
    ...shownPushExample,
    state: 'sent',
    delivery: 'pending',
    attempts: 1,
    sentAt: '2026-01-05T08:00:01.000Z',
  },
  data: [
    {
      ...{ at: '2026-01-05T08:00:00.400Z', kind: 'state', from: 'queued', to: 'sending' },
      ...{ reason: null, actor: 'worker' },
    },
    { at: '2026-01-05T08:00:00.400Z', kind: 'attempt-started', ...attempt },
    {
      ...{ at: '2026-01-05T08:00:01.000Z', kind: 'attempt-finished', ...attempt },
      ...{ outcome: 'accepted', errcode: 0, errmsg: 'ok', rid: null, msgid: '3954874567898742784' },
      ...{ httpStatus: 200, cause: null, durationMs: 112, isLate: false },
    },
  ],
};

/** GET /v1/pushes/{id}/timeline */
export function getPushTimelineRoute(deps: {
  storage: { pushes: Pick<Storage['pushes'], 'find' | 'history'> };
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/pushes/{id}/timeline',
    operationId: 'getPushTimeline',
    tag: 'Pushes',
    summary: 'Everything that happened to a push',
    description:
      'State changes, attempts with errcode, rid and msgid, the grant and its evidence, WeChat’s events, operators’ actions, what endpoints were told, the pushes whose place it took and how many duplicates it answered, oldest first.',
    auth: { kind: 'key', scope: 'push:read' },
    params: pushParams,
    replies: { 200: { description: 'The history.', schema: shownTimeline, example } },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const push = await findVisiblePush(deps.storage, caller, params.id);
      const history = await deps.storage.pushes.history(push.id);
      if (history === null) throw noSuch('push');
      return { status: 200, json: presentTimeline(history) };
    },
  });
}
