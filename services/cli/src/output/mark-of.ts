import type { PushExplanation } from '@yuexin/client';

type Check = PushExplanation['checks'][number];

/** A check in two letters. What could not be looked at, since another check failed, says neither yes nor no. */
export function markOf({ ok, detail }: Pick<Check, 'ok' | 'detail'>): 'ok' | 'no' | '-' {
  if (ok) return 'ok';
  return detail.startsWith('Not checked') ? '-' : 'no';
}
