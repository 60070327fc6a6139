import { explainDeadLetter, showId } from '@yuexin/domain';
import type { DeadLetterGroups } from '@yuexin/storage';

/** Groups of dead letters, each with what it means and what can be done. */
export function presentDeadLetters({ groups, isCapped }: DeadLetterGroups) {
  const data = groups.map(({ sampleId, oldestAt, newestAt, ...group }) => ({
    ...group,
    oldestAt: oldestAt.toISOString(),
    newestAt: newestAt.toISOString(),
    samplePushId: showId('push', sampleId),
    ...explainDeadLetter(group),
  }));
  return { data, isCapped };
}
