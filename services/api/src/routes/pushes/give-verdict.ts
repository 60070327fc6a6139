import { presentPush, shownPush, shownPushExample } from '@yuexin/callbacks';
import { AppError } from '@yuexin/errors';
import type { PushRow, Storage } from '@yuexin/storage';
import { z } from 'zod';
import { actorOf } from '../../http/caller.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { findVisiblePush, noSuch } from '../../use-cases/pushes/find-visible-push.ts';
import type { OfferDue } from '../../use-cases/pushes/offer-due.ts';
import { shownText } from '../fields.schema.ts';
import { pushParams } from './get-push.ts';

const reason = shownText(500)
  .optional()
  .meta({ description: 'How you know; kept in the audit.', example: 'Asked the driver by phone' });

const verdictBody = z.discriminatedUnion('delivered', [
  z.strictObject({ delivered: z.literal(true), reason }),
  z.strictObject({ delivered: z.literal(false), then: z.enum(['resend', 'dead']), reason }),
]);

/** POST /v1/pushes/{id}/verdict */
export function giveVerdictRoute(deps: {
  storage: {
    pushes: Pick<Storage['pushes'], 'find'>;
    hotPath: Pick<Storage['hotPath'], 'giveVerdict'>;
  };
  offerDue: OfferDue;
}): Route {
  const { pushes, hotPath } = deps.storage;
  return defineRoute({
    method: 'post',
    path: '/v1/pushes/{id}/verdict',
    operationId: 'giveVerdict',
    tag: 'Pushes',
    summary: 'Say whether an unconfirmed push was delivered',
    description:
      'For a person who knows what WeChat did not tell. Delivered: the push is sent and its grant spent. Not delivered: its grant is free again, and the push is sent again or ends dead. Only while it is `unconfirmed`; the same verdict given twice counts once.',
    auth: { kind: 'key', scope: 'operator' },
    params: pushParams,
    body: { schema: verdictBody, example: { delivered: false, then: 'resend' } },
    replies: {
      200: {
        description: 'The push, settled.',
        schema: shownPush,
        example: { ...shownPushExample, state: 'queued', cycle: 1 },
      },
    },
    problems: ['not-found', 'conflict'],
    handle: async ({ params, body, caller, requestId }) => {
      const push = await findVisiblePush({ pushes }, caller, params.id);
      const verdict = body.delivered ? 'delivered' : body.then;
      const { kind, due } = await hotPath.giveVerdict({
        pushId: push.id,
        verdict,
        actor: actorOf(caller),
        reason: body.reason ?? null,
        requestId,
      });
      const latest = kind === 'not-found' ? null : await pushes.find(push.id);
      if (latest === null) throw noSuch('push');
      if (kind === 'too-late' || kind === 'expired')
        throw new AppError('conflict', { message: sayWhyNot(latest, kind) });
      await deps.offerDue(due);
      return { status: 200, json: presentPush(latest) };
    },
  });
}

const sayWhyNot = (push: PushRow, kind: 'too-late' | 'expired'): string =>
  kind === 'expired'
    ? 'The push has expired and cannot be sent again: say whether it was delivered, or end it with "then": "dead".'
    : `The push is ${push.state}, not unconfirmed.`;
