import { z } from 'zod';
import { readIdempotencyKey } from '../../http/idempotency-key.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentAudience } from '../../presenters/present-audience.ts';
import type { CheckAudience } from '../../use-cases/audiences/check-audience.ts';
import type { CreateAudience } from '../../use-cases/audiences/create-audience.ts';
import { shownAudience, shownAudienceExample } from './audience.schema.ts';
import { createAudienceBody, createAudienceExample } from './create-audience.schema.ts';

const state = { recipients: 0, problems: 0, duplicates: 0, readyAt: null, startedAt: null };

/** POST /v1/audiences */
export function createAudienceRoute({
  createAudience,
  checkAudience,
}: {
  createAudience: CreateAudience;
  checkAudience: CheckAudience;
}): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/audiences',
    operationId: 'createAudience',
    tag: 'Audiences',
    summary: 'Say one message to many',
    description:
      'Makes the audience; nothing is sent. Bring its recipients with PUT …/recipients (up to 100,000), or name those who hold a grant. Then look with POST …/preview, and POST …/start.',
    auth: { kind: 'key', scope: 'push:write' },
    takesIdempotencyKey: true,
    // Read field by field in the use case, as a push is.
    body: {
      schema: z.unknown(),
      documented: createAudienceBody,
      example: createAudienceExample,
      isTextCheckedLater: true,
    },
    replies: {
      201: {
        description: 'Made.',
        schema: shownAudience,
        example: {
          ...{ ...shownAudienceExample, ...state, state: 'open' },
          progress: { accepted: 0, parked: 0, refused: 0, waiting: 0 },
        },
        headers: { Location: 'Where the audience can be read.' },
      },
    },
    problems: [
      'idempotency-in-flight',
      'idempotency-key-reused',
      'template-unknown',
      'template-data-invalid',
    ],
    // Its key alone is judged before the use case.
    findMore: async ({ body, caller }) => {
      const { findings } = await checkAudience({ caller, body });
      return findings.map(({ problem }) => problem);
    },
    handle: async ({ body, caller, requestId, header }) => {
      const key = readIdempotencyKey(header('idempotency-key'));
      const { audience, isReplay } = await createAudience({ caller, body, key, requestId });
      const shown = presentAudience(audience);
      return {
        status: 201,
        json: shown,
        headers: {
          Location: `/v1/audiences/${shown.id}`,
          ...(isReplay && { 'Idempotency-Replayed': 'true' }),
        },
      };
    },
  });
}
