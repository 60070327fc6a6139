import type { Reason, PushState } from '@yuexin/domain';
import type { AcceptResult, DuePush, HotPath, NewPush } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';
import { foldRepeats } from './fold-repeats.ts';
import { runIsolated } from './run-isolated.ts';
import { writePushes } from './write-pushes.ts';

type StoredResult =
  | {
      kind: 'created';
      pushId: string;
      state: PushState;
      cycle: number;
      reason: Reason | null;
      createdAt: string;
    }
  | { kind: 'replayed' | 'duplicate'; pushId: string }
  | { kind: 'key-reused'; pushId: string | null }
  | { kind: 'no-grant' | 'recipient-unknown' };

type Answer = { results: StoredResult[]; due: StoredDuePush[] };

/** Stores pushes, each once by its idempotency key; answers in the order asked. */
export function createAcceptPushes(core: StorageCore): HotPath['acceptPushes'] {
  const run = async (pushes: readonly NewPush[]): Promise<Answer> => {
    const { isOnTerms, json } = await writePushes(core, pushes);
    return callFunction<Answer>(core.database.query, {
      name: isOnTerms ? 'accept_pushes_on_terms' : 'accept_pushes',
      parameters: ['json'],
      values: [json],
    });
  };

  return async (pushes) => {
    const folded = foldRepeats(pushes);
    const results = new Map<NewPush, AcceptResult>();
    const due: DuePush[] = [];
    for (const portion of await runIsolated(folded.firsts, run)) {
      if ('answer' in portion) due.push(...readDue(portion.answer.due));
      for (const [index, push] of portion.items.entries()) {
        results.set(push, readResult(portion, index));
      }
    }
    return { results: folded.answerAll(results), due };
  };
}

function readResult(portion: { answer: Answer } | { error: Error }, index: number): AcceptResult {
  if ('error' in portion) return { kind: 'failed', error: portion.error };
  const result = portion.answer.results[index];
  if (result === undefined) {
    return { kind: 'failed', error: new RangeError('accept_pushes left out a push.') };
  }
  if (result.kind !== 'created') return result;
  return { ...result, createdAt: new Date(result.createdAt) };
}
