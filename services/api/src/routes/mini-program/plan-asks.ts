import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { PlanUserAsks } from '../../use-cases/users/plan-user-asks.ts';
import { templateId } from '../fields.schema.ts';

const plan = z
  .object({
    templateIds: z.array(z.string()).meta({
      description: 'For wx.requestSubscribeMessage: never of two kinds, never with equal titles.',
    }),
    reasons: z.record(z.string(), z.enum(['parked-demand', 'below-target', 'never-asked'])),
  })
  .meta({ id: 'AskAdvice' });

/** More than an app may have templates (wechat-facts 1.6). */
const idsMax = 100;

/** `?rejected=a,b` */
const templateIds = (description: string) =>
  z
    .string()
    .transform((text) => text.split(',').filter((id) => id !== ''))
    .pipe(z.array(templateId).max(idsMax))
    .optional()
    .meta({
      description: `Comma-separated. ${description}`,
      example: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
    });

/** GET /v1/mp/plan */
export function planAsksRoute({ planUserAsks }: { planUserAsks: PlanUserAsks }): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/mp/plan',
    operationId: 'planAsks',
    tag: 'Mini program',
    summary: 'Which templates should this page ask for next?',
    description:
      'Parked demand first, then what the page keeps in stock (ask-plan), then what was never asked. Nothing while nothing presses: a stock above half of its target fills only the places that are left, and what the user refused in a pop-up rests for a day, after each further refusal twice as long, at most eight days.',
    auth: { kind: 'session' },
    query: z.strictObject({
      page: z.string().min(1).max(1024).optional().meta({ example: 'pages/goods/list' }),
      rejected: templateIds(
        'Templates that wx.getSetting shows as rejected or banned for good: never asked for.',
      ),
      accepted: templateIds(
        'Templates that wx.getSetting shows as accepted for good: a rejection in the settings that is on record is over.',
      ),
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
      json: await planUserAsks({
        caller,
        page: query.page ?? null,
        settings: { rejected: query.rejected ?? [], accepted: query.accepted ?? [] },
      }),
    }),
  });
}
