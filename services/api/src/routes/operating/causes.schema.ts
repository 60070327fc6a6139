import { shownInstant } from '@yuexin/callbacks';
import { explainCause } from '@yuexin/domain';
import { z } from 'zod';

const texts = z.object({ en: z.string(), zh: z.string() });
const count = z.int();
const classes = [
  ...(['token', 'data', 'user', 'quota', 'template', 'wechat', 'configuration'] as const),
  ...(['login', 'success', 'time', 'person'] as const),
] as const;

const shownCause = z.object({
  name: z.string().meta({ description: 'What it is called in `spans`.' }),
  kind: z.enum(['refused', 'parked', 'dead', 'expired', 'cancelled']).meta({
    description: '`refused`: attempts, by errcode. Else pushes that came into this state.',
  }),
  reason: z.string().nullable(),
  errcode: z.int().nullable(),
  times: count,
  about: z.enum(classes).meta({ description: 'Its class: who can mend it.' }),
  meaning: texts,
  advice: texts,
});

export const shownCauses = z
  .object({
    at: shownInstant,
    accepted: count.meta({ description: 'Pushes taken in all of it.' }),
    sent: count.meta({ description: 'Attempts that WeChat accepted in all of it.' }),
    causes: z.array(shownCause),
    spans: z
      .array(z.object({ at: shownInstant, times: z.record(z.string(), count) }))
      .meta({ description: 'Spans in which anything kept a push, oldest first.' }),
  })
  .meta({ id: 'Causes' });

export const causesExample = {
  ...{ at: '2026-01-05T08:00:12.000Z', accepted: 240, sent: 231 },
  causes: [
    {
      ...{ name: 'parked no-grant', kind: 'parked', reason: 'no-grant', errcode: null, times: 5 },
      ...explainCause({ kind: 'parked', reason: 'no-grant', errcode: null }),
    },
    {
      ...{ name: 'refused 47003', kind: 'refused', reason: null, errcode: 47003, times: 4 },
      ...explainCause({ reason: null, errcode: 47003 }),
    },
  ],
  spans: [
    { at: '2026-01-05T07:45:00.000Z', times: { 'parked no-grant': 5, 'refused 47003': 1 } },
    { at: '2026-01-05T08:00:00.000Z', times: { 'refused 47003': 3 } },
  ],
};
