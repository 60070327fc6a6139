import { shownPush, shownPushExample } from '@yuexin/callbacks';
import type { FieldProblem } from '@yuexin/errors';
import { z } from 'zod';
import type { KeyCaller } from '../../http/caller.ts';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAccepted } from '../../presenters/present-accepted.ts';
import type { AcceptPush } from '../../use-cases/pushes/accept-push.ts';
import type { CheckPush } from '../../use-cases/pushes/check-push.ts';
import { fingerprintOf } from '../../use-cases/fingerprint.ts';
import { createPushBody, createPushExample } from './create-push.schema.ts';

type Deps = { acceptPush: AcceptPush; checkPush: CheckPush };

/** POST /v1/pushes */
export function createPushRoute({ acceptPush, checkPush }: Deps): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/pushes',
    operationId: 'createPush',
    isHot: true,
    tag: 'Pushes',
    summary: 'Ask for a message to be sent',
    description:
      'A 202 means that the push is stored and will end: sent, dead, expired or cancelled. Everything that is wrong is named at once, and nothing is stored then.',
    auth: { kind: 'key', scope: 'push:write' },
    takesIdempotencyKey: true,
    // Read field by field in the use case, which checks more than a schema can.
    body: {
      schema: z.unknown(),
      documented: createPushBody,
      example: createPushExample,
      isTextCheckedLater: true,
    },
    replies: {
      202: {
        description: 'Stored, and sent as soon as it is due and a grant is there.',
        schema: shownPush,
        example: shownPushExample,
        headers: { Location: 'Where the push can be read.' },
      },
    },
    problems: [
      'no-grant',
      'idempotency-in-flight',
      'idempotency-key-reused',
      'template-unknown',
      'recipient-unknown',
      'template-data-invalid',
      'overloaded',
    ],
    // Its key alone is judged before the use case.
    findMore: ({ body, caller }) => findProblems(checkPush, caller, body),
    handle: async ({ body, caller, header }) => {
      const key = readIdempotencyKey(header('idempotency-key'));
      const accepted = await acceptPush({
        caller,
        body,
        schema: createPushBody,
        idempotency: key === null ? null : { key, fingerprint: fingerprintOf('push', body) },
      });
      const shown = presentAccepted(accepted);
      return {
        status: 202,
        json: shown,
        headers: {
          Location: `/v1/pushes/${shown.id}`,
          ...(accepted.isReplay && { 'Idempotency-Replayed': 'true' }),
        },
      };
    },
  });
}

async function findProblems(
  checkPush: CheckPush,
  caller: KeyCaller,
  body: unknown,
): Promise<FieldProblem[]> {
  const { findings } = await checkPush({ caller, body, schema: createPushBody });
  return findings.map(({ problem }) => problem);
}
