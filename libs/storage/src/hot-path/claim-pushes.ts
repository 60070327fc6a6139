import type { PushState } from '@yuexin/domain';
import type { StorageCore } from '../storage-core.ts';
import type { ClaimedPush, ClaimRequest, ClaimResult, HotPath } from '../hot-path.ts';
import { callFunction } from './call-function.ts';
import { readPriority } from './due-push.ts';
import { runIsolated } from './run-isolated.ts';

type StoredClaim = Omit<ClaimedPush, 'priority' | 'expiresAt' | 'leaseUntil'> & {
  kind: 'claimed';
  priority: number;
  expiresAt: string;
  leaseUntil: string;
};
type StoredResult =
  | StoredClaim
  | { kind: 'gone' }
  | { kind: 'busy' }
  | { kind: 'waiting' }
  | { kind: 'moved'; state: PushState };

/** Takes pushes to send them; answers in the order asked. The second request for the same push and cycle is `gone`. */
export function createClaimPushes({ database }: StorageCore): HotPath['claimPushes'] {
  return async ({ requests, workerId, leaseMs }) => {
    // From the back, so that of two the first is kept.
    const firsts = new Map(requests.toReversed().map((request) => [keyOf(request), request]));
    const results = new Map<ClaimRequest, ClaimResult>();
    const run = (batch: readonly ClaimRequest[]) =>
      callFunction<StoredResult[]>(database.query, {
        name: 'claim_pushes',
        parameters: ['uuid[]', 'integer[]', 'uuid[]', 'text', 'integer'],
        values: [
          batch.map((request) => request.pushId),
          batch.map((request) => request.cycle),
          batch.map((request) => request.attemptId),
          workerId,
          leaseMs,
        ],
      });
    for (const portion of await runIsolated([...firsts.values()].toReversed(), run)) {
      for (const [index, request] of portion.items.entries()) {
        results.set(request, readResult(portion, index));
      }
    }
    return requests.map((request) => results.get(request) ?? { kind: 'gone' });
  };
}

const keyOf = (request: ClaimRequest): string => `${request.pushId} ${request.cycle}`;

function readResult(
  portion: { answer: StoredResult[] } | { error: Error },
  index: number,
): ClaimResult {
  if ('error' in portion) return { kind: 'failed', error: portion.error };
  const result = portion.answer[index];
  if (result === undefined) {
    return { kind: 'failed', error: new RangeError('claim_pushes left out a push.') };
  }
  if (result.kind !== 'claimed') return result;
  const { kind, ...push } = result;
  return {
    kind,
    push: {
      ...push,
      priority: readPriority(push.priority),
      expiresAt: new Date(push.expiresAt),
      leaseUntil: new Date(push.leaseUntil),
    },
  };
}
