import { askResults } from '@yuexin/domain';
import { z } from 'zod';
import { findValues } from '../../http/find-values.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { AppCatalog } from '../../use-cases/apps/app-catalog.ts';
import { findUnknownTemplates } from '../../use-cases/users/check-template-ids.ts';
import { namedIn, type RecordGrants } from '../../use-cases/users/record-grants.ts';
import { instant, purpose, templateId } from '../fields.schema.ts';

const mostResults = 100;
const countOf = (results: object): number => Object.keys(results).length;

const reportBody = z
  .strictObject({
    requestId: z
      .string()
      .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable characters without blanks')
      .meta({ description: 'Made by the client; the same one twice counts once.' }),
    page: z.string().min(1).max(1024).optional(),
    askedAt: instant
      .optional()
      .meta({ description: 'When the user tapped, by the client’s clock.' }),
    purpose: purpose.optional().meta({
      description:
        'What the user was asked for. Where the app’s sending rules say so, the grants are kept for pushes with the same `purpose` for a while.',
    }),
    results: z
      .record(templateId, z.enum(askResults))
      .refine((given) => countOf(given) >= 1, {
        error: 'must have at least one template',
        params: { rule: 'min-length', limit: 1, sizeOf: countOf },
      })
      .refine((given) => countOf(given) <= mostResults, {
        error: `must have at most ${mostResults} templates`,
        params: { rule: 'max-length', limit: mostResults, sizeOf: countOf },
        // Told beside what is wrong with single answers.
        when: ({ value }) => typeof value === 'object' && value !== null,
      })
      .meta({ description: 'What wx.requestSubscribeMessage answered, by template id.' }),
  })
  .meta({ id: 'GrantReport' });

const reportAnswer = z
  .object({
    recorded: z.int().meta({
      description:
        'Answers recorded by this request id, rejections too; what they are worth is in `balances`.',
    }),
    balances: z.record(z.string(), z.int()).meta({
      description: 'Available, by template id; what is kept for a purpose is not counted.',
    }),
    released: z.int().meta({ description: 'Parked pushes set going.' }),
  })
  .meta({ id: 'GrantReportAnswer' });

/** POST /v1/mp/grants */
export function recordGrantsRoute({
  recordGrants,
  catalog,
}: {
  recordGrants: RecordGrants;
  catalog: Pick<AppCatalog, 'findTemplate'>;
}): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/mp/grants',
    operationId: 'recordGrants',
    isHot: true,
    tag: 'Mini program',
    summary: 'Report what the user answered',
    description: 'Refused whole when a template is unknown. Parked pushes go out by themselves.',
    auth: { kind: 'session' },
    body: {
      schema: reportBody,
      example: {
        requestId: 'm8k2-1',
        page: 'pages/goods/list',
        results: { nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE: 'accept' },
      },
    },
    replies: {
      200: {
        description: 'Recorded.',
        schema: reportAnswer,
        example: {
          recorded: 1,
          balances: { ['nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE']: 0 },
          released: 1,
        },
      },
    },
    problems: ['template-unknown'],
    findMore: async ({ body, caller }) => {
      const [given] = findValues(body, ['results'], z.record(z.string(), z.unknown()));
      const named = given === undefined ? [] : namedIn(given.value).slice(0, mostResults);
      const wellFormed = named.filter(({ value }) => templateId.safeParse(value).success);
      return findUnknownTemplates(catalog, caller.appId, wellFormed);
    },
    handle: async ({ body, caller }) => {
      const answer = await recordGrants({ caller, report: body });
      return { status: 200, json: answer };
    },
  });
}
