import { AppError } from '@yuexin/errors';
import { z } from 'zod';
import { instant } from '../fields.schema.ts';

const dayMs = 86_400_000;
export const longestSpanDays = 31;
export const usualSpanDays = 7;

export const recentSpanQuery = z.strictObject({
  from: instant.optional().meta({ example: '2026-01-05T00:00:00Z' }),
  to: instant.optional().meta({ example: '2026-01-12T00:00:00Z' }),
});

/** The span that was asked for, by default the last days. @throws AppError `invalid-request` for one that is too long or not in order. */
export function recentSpanOf(given: z.output<typeof recentSpanQuery>, now: Date) {
  const to = given.to ?? now;
  const from = given.from ?? new Date(to.getTime() - usualSpanDays * dayMs);
  const isInOrder = from < to;
  if (isInOrder && to.getTime() - from.getTime() <= longestSpanDays * dayMs) return { from, to };
  const problem = isInOrder
    ? { rule: 'max', message: `must be at most ${longestSpanDays} days before \`to\`` }
    : { rule: 'before-to', message: 'must be before `to`' };
  throw new AppError('invalid-request', {
    message: 'The time span is not valid: see `errors`.',
    problems: [{ pointer: '/query/from', ...problem, limit: to.toISOString() }],
  });
}
