import { decideNext, type Outcome } from '@yuexin/domain';
import { v7 as uuidv7 } from 'uuid';
import type { ApiBed } from './api-bed.ts';

export const noGrantAtWechat: Outcome = {
  ...{ kind: 'refused', errcode: 43101, errmsg: 'user refuse to accept', rid: null },
};

/** Asks for a push and does what a worker would: claims it, and settles it with what WeChat answered. */
export async function tryPush(
  { call, storage }: Pick<ApiBed, 'call' | 'storage'>,
  body: unknown,
  outcome: Outcome,
): Promise<void> {
  const made = await call('POST', '/v1/pushes', { body });
  const pushId = String(made.body.id).slice('psh_'.length);
  const requests = [{ pushId, cycle: 0, attemptId: uuidv7() }];
  const [claimed] = await storage.hotPath.claimPushes({ requests, workerId: 't', leaseMs: 10_000 });
  if (claimed?.kind !== 'claimed') throw new Error(`not claimed: ${claimed?.kind ?? '-'}`);
  const { push } = claimed;
  const now = new Date();
  await storage.hotPath.settleAttempts([
    {
      ...{ pushId, attemptId: push.attemptId, attemptNumber: push.attemptNumber, outcome },
      errmsg: outcome.kind === 'refused' ? outcome.errmsg : null,
      ...{ httpStatus: 200, durationMs: 5, finishedAt: now, tokenGeneration: 1 },
      decision: decideNext({ push, outcome, now, random: () => 0 }),
    },
  ]);
}
