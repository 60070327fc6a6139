import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../plan/seeded-random.ts';

/** `unheard`: how many of the tries nobody answered, or by a failure that says nothing of what became of them. */
export type Answer = { status: number; body: unknown; tries: number; unheard: number };

export type ReliableCall = {
  url: string;
  key?: string;
  headers?: Readonly<Record<string, string>>;
  body: unknown;
};

const TRY_LIMIT_MS = 5_000;
const WAIT_LONGEST_MS = 2_000;

/** Where an answer is no verdict on the request: try again with the same key. */
function isToBeRepeated(answer: { status: number; body: unknown }): boolean {
  const { status, body } = answer;
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : null;
  return status >= 500 || status === 429 || code === 'idempotency-in-flight';
}

/**
 * How a careful client calls: the same request, with the same key, until it is answered. Null when the run ended first.
 * `onTry` hears of each try that failed.
 */
export function createReliableCaller(deps: { random: SeededRandom; giveUp: AbortSignal }) {
  const { random, giveUp } = deps;
  return async (call: ReliableCall): Promise<Answer | null> => {
    let unheard = 0;
    for (let tries = 1; !giveUp.aborted; tries += 1) {
      const answer = await tryOnce(call);
      if (answer !== null && !isToBeRepeated(answer)) return { ...answer, tries, unheard };
      unheard += Number(answer === null || answer.status >= 500);
      const backoffMs = Math.min(WAIT_LONGEST_MS, 100 * 2 ** Math.min(tries, 6));
      await delay(random.between(50, backoffMs), undefined, { signal: giveUp }).catch(
        () => undefined,
      );
    }
    return null;
  };
}

export type CallUntilAnswered = ReturnType<typeof createReliableCaller>;

async function tryOnce(call: ReliableCall): Promise<{ status: number; body: unknown } | null> {
  try {
    const answer = await fetch(call.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(call.key !== undefined && { authorization: `Bearer ${call.key}` }),
        ...call.headers,
      },
      body: JSON.stringify(call.body),
      signal: AbortSignal.timeout(TRY_LIMIT_MS),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  } catch {
    return null; // Refused, cut off, or too slow: nobody knows what became of it.
  }
}
