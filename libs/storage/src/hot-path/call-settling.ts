import type { UnconfirmedEvidence } from '@yuexin/domain';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';

type Settling = {
  settledBy?: Partial<Record<UnconfirmedEvidence, number>>;
  drift?: { appId: string; templateId: string; voided: number }[];
};

/**
 * Calls a function that may settle unconfirmed pushes or find that the ledger has drifted, and tells the process what it did,
 * once committed.
 */
export async function callSettling<Answer extends object>(
  {
    database,
    onEvidence,
    onGrantDrift,
  }: Pick<StorageCore, 'database' | 'onEvidence' | 'onGrantDrift'>,
  call: Parameters<typeof callFunction>[1],
): Promise<Answer> {
  const {
    settledBy = {},
    drift = [],
    ...answer
  } = await callFunction<Answer & Settling>(database.query, call);
  for (const [evidence, count] of Object.entries(settledBy))
    onEvidence(evidence as UnconfirmedEvidence, count);
  for (const one of drift) onGrantDrift(one);
  return answer as unknown as Answer;
}
