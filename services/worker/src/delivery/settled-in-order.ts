import { AppError } from '@yuexin/errors';
import type { SettleResult, Settlement } from '@yuexin/storage';

type SettledPush = SettleResult['settled'][number];

/** The database answers in any order and in two lists; the batcher wants one answer for each settlement, in its order. */
export function settledInOrder(
  settlements: readonly Settlement[],
  { settled, failed }: Pick<SettleResult, 'settled' | 'failed'>,
): (SettledPush | Error)[] {
  const answers = new Map<string, SettledPush | Error>([
    ...settled.map((one) => [one.attemptId, one] as const),
    ...failed.map(({ attemptId, error }) => [attemptId, error] as const),
  ]);
  return settlements.map(({ pushId, attemptId }) => {
    const answer = answers.get(attemptId);
    if (answer !== undefined) return answer;
    return new AppError('internal-error', {
      message: `The settle of push ${pushId} got no answer.`,
    });
  });
}
