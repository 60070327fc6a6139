import { z } from 'zod';
import { fieldProblemSchema } from '../../http/problem.schema.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { explainChecks } from '../../use-cases/pushes/explain-check.ts';
import { explainVerdicts, type ExplainPush } from '../../use-cases/pushes/explain-push.ts';
import { createPushBody, createPushExample } from './create-push.schema.ts';

const explanation = z
  .object({
    verdict: z.enum(explainVerdicts),
    checks: z.array(
      z.object({
        name: z.enum(explainChecks),
        ok: z.boolean(),
        detail: z.string(),
        problems: z.array(fieldProblemSchema).optional().meta({
          description: 'What to mend in the request; as in `errors` of the refusal.',
        }),
      }),
    ),
  })
  .meta({ id: 'PushExplanation' });

/** POST /v1/pushes/explain */
export function explainPushRoute({ explainPush }: { explainPush: ExplainPush }): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/pushes/explain',
    operationId: 'explainPush',
    tag: 'Pushes',
    summary: 'Ask what would happen to a push, without sending it',
    description:
      'Takes the body of POST /v1/pushes and answers what that call would do now: send, park until a grant comes, refuse, or wait (for its time, a pause, the user’s other message, the quota). Nothing is stored, nobody is registered, no key is used.',
    auth: { kind: 'key', scope: 'push:write' },
    body: {
      schema: z.unknown(),
      documented: createPushBody,
      example: createPushExample,
      isTextCheckedLater: true,
    },
    replies: {
      200: {
        description: 'What would happen, and why.',
        schema: explanation,
        example: {
          verdict: 'would-park',
          checks: [
            {
              name: 'grant',
              ok: false,
              detail:
                'No grant to spare (0 available, 0 spoken for by pushes that are due): the push would park until the user allows again.',
            },
          ],
        },
      },
    },
    problems: ['overloaded'],
    handle: async ({ body, caller }) => ({
      status: 200,
      json: await explainPush({ caller, body }),
    }),
  });
}
