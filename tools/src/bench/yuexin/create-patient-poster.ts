import { setTimeout as delay } from 'node:timers/promises';
import { createPoster } from './create-poster.ts';

export type PatientPoster = {
  /** Until every push of it was accepted. */
  postBatch(pushes: readonly object[]): Promise<void>;
  /** Pushes that were turned away at first. */
  shed(): number;
  close(): void;
};

type Problem = { code: string; retryable?: boolean; detail?: string };
type Result = { push: object } | { problem: Problem };

const AGAIN_MS = 500;

/** How a caller should behave: what is turned away as `overloaded` or `rate-limited` comes again half a second later. */
export function createPatientPoster(input: {
  apiUrl: string;
  key: string;
  connections: number;
}): PatientPoster {
  const poster = createPoster(input);
  let shed = 0;
  const tryOnce = async (pushes: readonly object[]): Promise<readonly object[]> => {
    const reply = await poster.try('/v1/pushes/batch', input.key, { pushes });
    if (reply.status === 429 || reply.status === 503) return pushes;
    const text = reply.body.toString('utf8');
    if (reply.status !== 202)
      throw new Error(`A batch was answered ${String(reply.status)}: ${text}`);
    const { results } = JSON.parse(text) as { results: Result[] };
    return results.flatMap((result, index) => {
      if ('push' in result) return [];
      if (!isShed(result.problem)) throw new Error(JSON.stringify(result.problem));
      return pushes[index] ?? [];
    });
  };
  return {
    async postBatch(pushes) {
      let left = await tryOnce(pushes);
      while (left.length > 0) {
        shed += left.length;
        await delay(AGAIN_MS);
        left = await tryOnce(left);
      }
    },
    shed: () => shed,
    close: () => poster.close(),
  };
}

const isShed = ({ code }: Problem): boolean => code === 'overloaded' || code === 'rate-limited';
