import type { FieldProblem } from '@yuexin/errors';
import type { CreatePushBody } from '../../routes/pushes/create-push.schema.ts';

/** What a push says of others like it and of other templates must go together (ADR 0021, 0023). */
export function checkTerms(
  { dedupeSeconds, replaces, onNoGrant, fallback }: Partial<CreatePushBody>,
  body: unknown,
): FieldProblem[] {
  // One that is wrong in itself was given all the same.
  const hasDedupeKey =
    typeof body === 'object' &&
    body !== null &&
    'dedupeKey' in body &&
    body.dedupeKey !== undefined;
  const problems: FieldProblem[] = [];
  if (dedupeSeconds !== undefined && !hasDedupeKey)
    problems.push({
      ...{ pointer: '/dedupeSeconds', rule: 'needs-dedupe-key', actual: dedupeSeconds },
      message: 'must not be given without dedupeKey',
    });
  if (replaces !== undefined && onNoGrant === 'reject')
    problems.push({
      ...{ pointer: '/replaces', rule: 'exclusive', actual: replaces },
      message: 'must not be given with onNoGrant "reject": a refused push takes no place',
    });
  if (fallback !== undefined && onNoGrant === 'send-anyway')
    problems.push({
      ...{ pointer: '/fallback', rule: 'exclusive' },
      message: 'must not be given with onNoGrant "send-anyway": the first template is always sent',
    });
  return problems;
}
