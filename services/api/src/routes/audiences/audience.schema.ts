import { shownInstant } from '@yuexin/callbacks';
import { onNoGrantChoices, priorities, pushStates } from '@yuexin/domain';
import { audienceSources, audienceStates, recipientStates } from '@yuexin/storage';
import { z } from 'zod';
import { fieldProblemSchema } from '../../http/problem.schema.ts';

export const audienceParams = z.object({
  id: z.string().meta({ example: 'aud_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21' }),
});

const count = z.int();
const keywords = z.record(z.string(), z.object({ value: z.string() }));

export const shownAudience = z
  .object({
    id: audienceParams.shape.id,
    appId: z.string(),
    templateId: z.string(),
    name: z.string().nullable(),
    source: z.enum(audienceSources),
    filter: z.record(z.string(), z.unknown()).nullable(),
    state: z.enum(audienceStates).meta({
      description:
        '`open`: its recipients are awaited. `collecting`: those who hold a grant are looked up. `ready`: nothing was sent yet. `done`: everyone had their turn; their pushes go on their way.',
    }),
    reason: z
      .object({ code: z.string(), message: z.string() })
      .nullable()
      .meta({ description: 'Why it paused by itself.' }),
    waitsFor: z.string().nullable().meta({
      description:
        'What it waits for while it runs: `app-paused`, `template-paused`, or `backlog`: enough of the app’s pushes wait to be sent.',
    }),
    message: z.object({
      data: keywords,
      page: z.string().nullable(),
      priority: z.enum(priorities),
      onNoGrant: z.enum(onNoGrantChoices),
      fallback: z.array(z.object({ templateId: z.string(), data: keywords })),
    }),
    bizId: z.string().nullable().meta({ description: 'Of each of its pushes.' }),
    ratePerSecond: count,
    startsByItself: z.boolean(),
    recipients: count.meta({ description: 'Who are, or were, to get a push.' }),
    problems: count.meta({ description: 'Lines left out, each with what is wrong with it.' }),
    duplicates: count.meta({ description: 'Lines that mean the recipient of an earlier one.' }),
    progress: z.object({
      accepted: count.meta({ description: 'There is a push, which goes on its way by itself.' }),
      parked: count.meta({
        description: 'Of these, waiting for a grant or a login from the start.',
      }),
      refused: count.meta({ description: 'Had their turn, and got no push.' }),
      waiting: count,
    }),
    createdBy: z.string(),
    createdAt: shownInstant,
    readyAt: shownInstant.nullable(),
    startedAt: shownInstant.nullable(),
    updatedAt: shownInstant,
    finishedAt: shownInstant.nullable(),
  })
  .meta({ id: 'Audience' });

export const shownAudienceExample = {
  id: 'aud_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
  appId: 'wx0123456789abcdef',
  templateId: 'nYSA9x8zcFDKFg9iz2OKMRTfTdVCZyyCTKQ6mVjO8jE',
  name: 'Spring rates',
  source: 'upload',
  filter: null,
  ...{ state: 'running', reason: null, waitsFor: null },
  message: {
    data: { thing1: { value: '{{from}}-->{{to}}' }, thing2: { value: '钢材 {{tons}} 吨' } },
    ...{ page: 'pages/goods/detail?id={{goods}}', priority: 'low', onNoGrant: 'park' },
    fallback: [],
  },
  bizId: 'aud_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
  ...{ ratePerSecond: 200, startsByItself: false },
  ...{ recipients: 98_200, problems: 1_300, duplicates: 500 },
  progress: { accepted: 40_000, parked: 8_000, refused: 12, waiting: 58_188 },
  createdBy: 'key:key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21',
  ...{ createdAt: '2026-01-05T08:00:00.000Z', readyAt: '2026-01-05T08:00:12.000Z' },
  ...{ startedAt: '2026-01-05T08:01:00.000Z', updatedAt: '2026-01-05T08:04:20.000Z' },
  finishedAt: null,
};

export const shownAudiencePreview = z
  .object({
    recipients: count,
    wouldSend: count,
    wouldBeHeld: count.meta({
      description: 'Quiet hours or a cap keep it until they let it go; it is sent then.',
    }),
    wouldBeDropped: count.meta({
      description: 'Quiet hours or a cap have it cancelled, or hold it until it has expired.',
    }),
    wouldPark: count.meta({ description: 'For want of a grant, until the user allows again.' }),
    wouldWaitForLogin: count.meta({ description: 'Nobody has logged in with the address yet.' }),
    wouldRefuse: count,
    grantsSpent: count.meta({
      description: 'By those that would be sent, or held and sent later.',
    }),
    problems: count,
    duplicates: count,
    waitsFor: z.array(z.string()).meta({
      description: 'What would keep it waiting now, or, of one with `sendAt`, at that time.',
    }),
    secondsAtLeast: count.meta({ description: 'At its rate.' }),
    isCapped: z.boolean().meta({ description: 'There are more than could be counted.' }),
  })
  .meta({ id: 'AudiencePreview' });

export const audiencePreviewExample = {
  ...{ recipients: 98_200, wouldSend: 79_000, wouldBeHeld: 1_000 },
  ...{ wouldBeDropped: 0, wouldPark: 18_200, wouldWaitForLogin: 0 },
  ...{ wouldRefuse: 0, grantsSpent: 80_000, problems: 1_300, duplicates: 500 },
  ...{ waitsFor: [], secondsAtLeast: 491, isCapped: false },
};

export const shownRecipient = z
  .object({
    line: z.int().meta({
      description: 'Of the file, from 1; a CSV’s header counts. Of holders of a grant: their turn.',
    }),
    state: z.enum(recipientStates),
    openid: z.string().nullable(),
    push: z
      .object({
        id: z.string(),
        state: z
          .enum(pushStates)
          .nullable()
          .meta({ description: 'As it is now; null: gone with age.' }),
        reason: z.string().nullable(),
        errcode: z.int().nullable(),
      })
      .nullable(),
    duplicateOfLine: z.int().nullable().meta({ description: 'The line that is kept.' }),
    problems: z.array(fieldProblemSchema),
  })
  .meta({ id: 'AudienceRecipient' });

export const recipientExample = {
  ...{ line: 17, state: 'invalid', openid: null, push: null, duplicateOfLine: null },
  problems: [
    {
      ...{ pointer: '/variables/to', rule: 'required' },
      message: 'is missing; the message has a place for it',
    },
  ],
};

export const shownAudienceReport = z
  .object({
    audience: shownAudience,
    pushes: z
      .array(
        z.object({
          state: z.enum(pushStates).nullable().meta({ description: 'Null: gone with age.' }),
          reason: z.string().nullable(),
          errcode: z.int().nullable(),
          count,
        }),
      )
      .meta({ description: 'Its pushes as they are now, by state and cause, most first.' }),
    leftOut: z
      .array(z.object({ state: z.enum(recipientStates), rule: z.string(), count }))
      .meta({ description: 'Who got no push, by the first rule that kept them from it.' }),
  })
  .meta({ id: 'AudienceReport' });

export const audienceReportExample = {
  audience: shownAudienceExample,
  pushes: [
    { state: 'sent', reason: null, errcode: null, count: 31_200 },
    { state: 'parked', reason: 'no-grant', errcode: null, count: 8_000 },
    { state: 'dead', reason: 'template-data-invalid', errcode: 47003, count: 3 },
  ],
  leftOut: [{ state: 'invalid', rule: 'required', count: 1_300 }],
};
