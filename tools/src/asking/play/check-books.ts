import { AppError } from '@yuexin/errors';
import type { MonthCounts } from './play-month.ts';

/**
 * Every accept is counted once: it paid for one push or is left. Every push has one end.
 * @throws AppError `internal-error` where the sums do not say so.
 */
export function checkBooks(counts: MonthCounts): void {
  const { needs, atOnce, released, expired, waiting, accepts, spare } = counts;
  const isBalanced =
    accepts === atOnce + released + spare && needs === atOnce + released + expired + waiting;
  if (isBalanced) return;
  const message = `The books of the simulation do not balance: ${JSON.stringify(counts)}`;
  throw new AppError('internal-error', { message });
}
