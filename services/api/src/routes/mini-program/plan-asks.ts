import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { PlanUserAsks } from '../../use-cases/users/plan-user-asks.ts';

const plan = z
  .object({
    templateIds: z.array(z.string()).meta({
      description: 'For wx.requestSubscribeMessage: never of two kinds, never with equal titles.',
    }),
    reasons: z.record(z.string(), z.enum(['parked-demand', 'below-target', 'never-asked'])),
  })
  .meta({ id: 'AskAdvice' });

/** GET /v1/mp/plan */
export function planAsksRoute({ planUserAsks }: { planUserAsks: PlanUserAsks }): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/mp/plan',
    operationId: 'planAsks',
    tag: 'Mini program',
    summary: 'Which templates should this page ask for next?',
    description:
      'Parked demand first, then what the page keeps in stock (ask-plan), then what was never asked.',
    auth: { kind: 'session' },
    query: z.strictObject({
      page: z.string().min(1).max(1024).optional().meta({ example: 'pages/goods/list' }),
    }),
    replies: {
      200: {
        description: 'What to ask for, perhaps nothing.',
        schema: plan,
        example: {
          templateIds: ['nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE'],
          reasons: { ['nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE']: 'parked-demand' },
        },
      },
    },
    problems: [],
    handle: async ({ query, caller }) => ({
      status: 200,
      json: await planUserAsks({ caller, page: query.page ?? null }),
    }),
  });
}
