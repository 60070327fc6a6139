import { normaliseError } from '@yuexin/errors';
import type { Metrics } from '@yuexin/telemetry';
import type { Accepted, AcceptPush } from './accept-push.ts';

const resultOf = ({ isReplay, isDuplicate, push }: Accepted): string => {
  if (isReplay) return 'replayed';
  return isDuplicate ? 'duplicate' : push.state;
};

/** The same use case, counting what it answers. */
export function countAccepts(
  acceptPush: AcceptPush,
  metrics: Pick<Metrics, 'counter'>,
): AcceptPush {
  const accepts = metrics.counter({
    name: 'push_accepts_total',
    help: 'Pushes asked for, those of batches one by one: by the state they were stored in, as replayed or duplicate, or by the code of the problem that was answered.',
    labels: ['result'],
  });
  // There from the beginning, so that the first one is seen as a rise.
  for (const result of ['overloaded', 'unavailable', 'internal-error']) accepts.inc({ result }, 0);

  return async (input) => {
    try {
      const accepted = await acceptPush(input);
      accepts.inc({ result: resultOf(accepted) });
      return accepted;
    } catch (error) {
      accepts.inc({ result: normaliseError(error).code });
      throw error;
    }
  };
}
