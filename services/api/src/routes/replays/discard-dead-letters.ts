import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { DiscardDeadLetters } from '../../use-cases/dead-letters/discard-dead-letters.ts';
import { shownText } from '../fields.schema.ts';

/** Why dead letters are given up: callers are told, so it must be there. */
export const discardReason = shownText(500).meta({
  description: 'Why. Kept in the audit, and told as the push’s reason.',
  example: 'The goods were sold meanwhile',
});

const body = z
  .strictObject({
    previewToken: z
      .string()
      .min(1)
      .max(256)
      .meta({ description: 'Of `POST /v1/replays` with `dryRun`: what it matched is discarded.' }),
    reason: discardReason,
  })
  .meta({ id: 'DeadLetterDiscard' });

const discarded = z
  .object({
    discarded: z.int().meta({ description: 'Pushes ended by this call.' }),
    isComplete: z
      .boolean()
      .meta({ description: 'False when there are more: ask again with the same token.' }),
  })
  .meta({ id: 'DiscardedDeadLetters' });

/** POST /v1/dead-letters/discard */
export function discardDeadLettersRoute(deps: { discardDeadLetters: DiscardDeadLetters }): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/dead-letters/discard',
    deadlineMs: 30_000,
    operationId: 'discardDeadLetters',
    tag: 'Dead letters',
    summary: 'Give dead letters up for good',
    description:
      'First `POST /v1/replays` with `{filter, dryRun: true}`, which counts; then its token here. What was dead at the preview becomes `cancelled` with the reason `discarded`, and callers are told by `push.cancelled`. It cannot be taken back. May be repeated.',
    auth: { kind: 'key', scope: 'operator' },
    body: {
      schema: body,
      example: {
        previewToken: 'rpt_Zm9yIHRoZSByZWZlcmVuY2Ugb25seQ',
        reason: 'The goods were sold meanwhile',
      },
    },
    replies: {
      200: {
        description: 'What was ended.',
        schema: discarded,
        example: { discarded: 120, isComplete: true },
      },
    },
    problems: ['conflict'],
    handle: async ({ body: asked, caller, requestId }) => {
      const { previewToken, reason: why } = asked;
      const json = await deps.discardDeadLetters({ previewToken, why, caller, requestId });
      return { status: 200, json };
    },
  });
}
