import { pushStates } from '@yuexin/domain';
import type { Storage } from '@yuexin/storage';
import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisiblePush } from '../../use-cases/pushes/find-visible-push.ts';
import { pushActions, type ForeseeActions } from '../../use-cases/pushes/foresee-actions.ts';
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
};

/** GET /v1/pushes/{id}/actions */
export function foreseeActionsRoute(deps: {
  storage: { pushes: Pick<Storage['pushes'], 'find'> };
  foreseeActions: ForeseeActions;
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
        schema: z.object({ data: z.array(foreseen) }),
        example,
      },
    },
    problems: ['not-found'],
    handle: async ({ params, caller }) => {
      const push = await findVisiblePush(deps.storage, caller, params.id);
      return { status: 200, json: { data: await deps.foreseeActions(push) } };
    },
  });
}
