import type { AcceptResult, NewPush } from '../hot-path.ts';

/**
 * Folds pushes of one batch that carry the same idempotency key (design 9): only the first is stored, the others are
 * answered as if they had come later.
 */
export function foldRepeats(pushes: readonly NewPush[]): {
  firsts: NewPush[];
  /** The answers of the firsts, spread over all pushes in the order given. */
  answerAll(results: ReadonlyMap<NewPush, AcceptResult>): AcceptResult[];
} {
  const firstByKey = new Map<string, NewPush>();
  const firstOf = pushes.map((push) => {
    if (push.idempotency === null) return push;
    const key = `${push.callerId} ${push.idempotency.key}`;
    const first = firstByKey.get(key) ?? push;
    firstByKey.set(key, first);
    return first;
  });
  return {
    firsts: pushes.filter((push, index) => firstOf[index] === push),
    answerAll: (results) =>
      pushes.map((push, index) => {
        const first = firstOf[index] ?? push;
        const result = results.get(first);
        if (result === undefined) throw new RangeError(`Push ${first.id} got no answer.`);
        return first === push ? result : answerRepeat({ push, first, result });
      }),
  };
}

function answerRepeat(input: {
  push: NewPush;
  first: NewPush;
  result: AcceptResult;
}): AcceptResult {
  const { push, first, result } = input;
  // Refused or failed: the key is not used, and what holds for the first holds for its repeat.
  if (!('pushId' in result)) return result;
  const isSameBody = hasFingerprintOf(push, first);
  if (!isSameBody) return { kind: 'key-reused', pushId: result.pushId };
  if (result.kind === 'key-reused') return result;
  return { kind: 'replayed', pushId: result.pushId };
}

function hasFingerprintOf(push: NewPush, first: NewPush): boolean {
  if (push.idempotency === null || first.idempotency === null) return false;
  return push.idempotency.fingerprint.equals(first.idempotency.fingerprint);
}
