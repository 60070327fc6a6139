import type { HotPath, ImportGrantsResult } from '../hot-path.ts';
import type { StorageCore } from '../storage-core.ts';
import { callFunction } from './call-function.ts';
import { readDue, type StoredDuePush } from './due-push.ts';

type Answer =
  | { kind: 'imported'; imported: number; due: StoredDuePush[] }
  | Exclude<ImportGrantsResult, { kind: 'imported' }>;

/** Adds grants collected elsewhere; registers openids not seen before. Once per idempotency key; of totals, what is lacking. */
export function createImportGrants({ database }: StorageCore): HotPath['importGrants'] {
  return async ({ appId, grants, isTotal = false, idempotency }) => {
    const answer = await callFunction<Answer>(database.query, {
      name: 'import_grants',
      parameters: [
        'text',
        'text[]',
        'text[]',
        'integer[]',
        'timestamptz[]',
        'uuid',
        'text',
        'bytea',
        'boolean',
      ],
      values: [
        appId,
        grants.map((grant) => grant.openid),
        grants.map((grant) => grant.templateId),
        grants.map((grant) => grant.count),
        grants.map((grant) => grant.grantedAt),
        idempotency?.callerId ?? null,
        idempotency?.key ?? null,
        idempotency?.fingerprint ?? null,
        isTotal,
      ],
    });
    return answer.kind === 'imported' ? { ...answer, due: readDue(answer.due) } : answer;
  };
}
