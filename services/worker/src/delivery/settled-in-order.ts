import { AppError } from '@yuexin/errors';
import type { SettleResult, Settlement } from '@yuexin/storage';

type SettledPush = SettleResult['settled'][number];

/** The database answers in any order and in two lists; the batcher wants one answer for each settlement, in its order. */
export function settledInOrder(
  settlements: readonly Settlement[],
  { settled, failed }: Pick<SettleResult, 'settled' | 'failed'>,
): (SettledPush | Error)[] {
  const failures = new Map(failed.map(({ attemptId, error }) => [attemptId, error]));
  const byPush = new Map<string, SettledPush[]>();
  for (const one of settled) {
    const same = byPush.get(one.pushId);
    if (same === undefined) byPush.set(one.pushId, [one]);
    else same.push(one);
  }
  return settlements.map(({ pushId, attemptId }) => {
    const answer = failures.get(attemptId) ?? byPush.get(pushId)?.shift();
    if (answer !== undefined) return answer;
    return new AppError('internal-error', {
      message: `The settle of push ${pushId} got no answer.`,
    });
  });
}
