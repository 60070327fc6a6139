import type { Decision, Outcome } from '@yuexin/domain';
import type { NewPush, Storage } from '@yuexin/storage';
import { createPush } from '@yuexin/testkit';
import { v7 as uuidv7 } from 'uuid';
import type { Freight } from './freight.ts';

const nothingMore = {
  ...{ dueAt: null, countsAsRetry: false, countsAsTokenRetry: false, refreshToken: false },
  ...{ appPause: null, templatePause: null, alarm: null },
};

type Fate = { outcome: Outcome; decision: Pick<Decision, 'state' | 'reason' | 'grantEffect'> };

/** WeChat refuses its data; the grant comes back. */
const refusedData: Fate = {
  outcome: { kind: 'refused', errcode: 47003, errmsg: 'argument invalid!', rid: 'rid-1' },
  decision: {
    state: 'dead',
    reason: { code: 'template-data-invalid', errcode: 47003, message: 'A value breaks its rule.' },
    grantEffect: 'release',
  },
};

/** WeChat says that the openid is none of the app's. */
export const refusedForGood: Fate = {
  outcome: { kind: 'refused', errcode: 40003, errmsg: 'invalid openid', rid: 'rid-1' },
  decision: {
    state: 'dead',
    reason: { code: 'invalid-openid', errcode: 40003, message: 'The openid is none of the app.' },
    grantEffect: 'release',
  },
};

/** The answer got lost and nobody learned more. */
export const neverAnswered: Fate = {
  outcome: { kind: 'unconfirmed', cause: 'timeout', httpStatus: null },
  decision: {
    state: 'dead',
    reason: { code: 'unconfirmed', message: 'Nobody knows.' },
    grantEffect: 'keep',
  },
};

/** What the worker leaves of a push that ends dead. Wants a grant. Resolves to the bare id. */
export async function makeDead(
  storage: Storage,
  freight: Pick<Freight, 'appId' | 'templateId' | 'userId'>,
  change: Partial<NewPush> & { fate?: Fate } = {},
): Promise<string> {
  const { fate = refusedData, ...given } = change;
  const { appId, templateId, userId } = freight;
  const { id: pushId } = await createPush({ storage, appId, templateId, userId, ...given });
  const [claimed] = await storage.hotPath.claimPushes({
    requests: [{ pushId, cycle: 0, attemptId: uuidv7() }],
    workerId: 'test',
    leaseMs: 10_000,
  });
  if (claimed?.kind !== 'claimed') throw new Error(`not claimed: ${claimed?.kind ?? '-'}`);
  const { attemptId, attemptNumber } = claimed.push;
  const { outcome, decision } = fate;
  await storage.hotPath.settleAttempts([
    {
      ...{ pushId, attemptId, attemptNumber, outcome },
      ...{ errmsg: null, httpStatus: 200, durationMs: 5, tokenGeneration: 1 },
      finishedAt: new Date(),
      decision: { ...nothingMore, ...decision },
    },
  ]);
  return pushId;
}
