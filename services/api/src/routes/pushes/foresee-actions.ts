import { pushStates, silenceObstacles } from '@yuexin/domain';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisiblePush } from '../../use-cases/pushes/find-visible-push.ts';
import { pushActions, type ForeseeActions } from '../../use-cases/pushes/foresee-actions.ts';
import type { ReadSilence } from '../../use-cases/pushes/read-silence.ts';
import { pushParams } from './get-push.ts';

const foreseen = z.object({
  action: z.enum(pushActions).meta({
    description: '`delivered`, `resend` and `dead` are verdicts on an unconfirmed push.',
  }),
  isPossible: z.boolean(),
  becomes: z
    .enum(pushStates)
    .nullable()
    .meta({ description: 'The state of the push then; null when it is not possible.' }),
  detail: z.string().nullable().meta({ description: 'Why it is not possible.' }),
  mayDuplicate: z.boolean().meta({
    description: 'The user could get the message twice: it wants `mayDuplicate`.',
  }),
  grants: z
    .object({ now: z.int(), then: z.int() })
    .meta({ description: 'Free grants of the user for the template, before and after.' }),
});

const waitsFor = z.array(z.enum(silenceObstacles)).nullable().meta({
  description:
    'Why an unconfirmed push is not sent again by itself; null for any other push. Empty: it is queued at the next look. `policy` and `held`: a person decides. `expired`: its end is near. `window`: RECONCILE_WINDOW_MS is not over. `later-report`: WeChat has reported on no later send of the app. `missed-news`: our event endpoint was down meanwhile, or an event waits to be read. `own-grant`, `only-grant`: the ledger holds another grant, or not the one it was sent with, so that a second send could succeed though the first did. `other-push`: another push of the user and template is about to go. `unreported-sends`: WeChat has not reported on other sends of that time either.',
});

const impossible = (action: string) => ({
  ...{ action, isPossible: false, becomes: null, detail: 'The push is parked.' },
  ...{ mayDuplicate: false, grants: { now: 0, then: 0 } },
});
const example = {
  data: [
    {
      ...{ action: 'cancel', isPossible: true, becomes: 'cancelled', detail: null },
      ...{ mayDuplicate: false, grants: { now: 0, then: 0 } },
    },
    ...['replay', 'delivered', 'resend', 'dead'].map(impossible),
  ],
  waitsFor: null,
};

/** GET /v1/pushes/{id}/actions */
export function foreseeActionsRoute(deps: {
  storage: { pushes: Pick<Storage['pushes'], 'find'> };
  foreseeActions: ForeseeActions;
  readSilence: ReadSilence;
}): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/pushes/{id}/actions',
    operationId: 'foreseeActions',
    tag: 'Pushes',
    summary: 'What cancel, replay and each verdict would do to a push now',
    description:
      'By the rules of the deeds themselves: each is done and taken back. Nothing stands of it, and another may be true a moment later.',
    auth: { kind: 'key', scope: 'push:read' },
    params: pushParams,
    replies: {
      200: {
        description: 'Every action.',
        schema: z.object({ data: z.array(foreseen), waitsFor }),
        example,
      },
    },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const push = await findVisiblePush(deps.storage, caller, params.id);
      const waitsFor = await deps.readSilence(push);
      return { status: 200, json: { data: await deps.foreseeActions(push), waitsFor } };
    },
  });
}
