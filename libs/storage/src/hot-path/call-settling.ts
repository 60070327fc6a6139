import type { UnconfirmedEvidence } from '@yuexin/domain';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';

type Settling = { settledBy?: Partial<Record<UnconfirmedEvidence, number>> };

/** Calls a function that may settle unconfirmed pushes, and tells the process by which evidence it did, once committed. */
export async function callSettling<Answer extends object>(
  { database, onEvidence }: Pick<StorageCore, 'database' | 'onEvidence'>,
  call: Parameters<typeof callFunction>[1],
): Promise<Answer> {
  const { settledBy = {}, ...answer } = await callFunction<Answer & Settling>(database.query, call);
  for (const [evidence, count] of Object.entries(settledBy))
    onEvidence(evidence as UnconfirmedEvidence, count);
  return answer as unknown as Answer;
}
