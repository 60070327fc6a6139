import type { AuditFacts, Finding } from './audit-facts.ts';

/** Grants reserved, and slots held, by a push that is not being sent. */
export function findStale(facts: AuditFacts): Finding[] {
  const pushes = new Map(facts.pushes.map((push) => [push.id, push]));
  const reservations = facts.grants.flatMap((grant) => {
    if (grant.state !== 'reserved') return [];
    const push = pushes.get(grant.pushId ?? '');
    const isInUse =
      push?.grantId === grant.id && (push.state === 'sending' || push.state === 'unconfirmed');
    if (isInUse) return [];
    const holder = push === undefined ? 'no push' : `${push.tag}, ${push.state}`;
    return [{ subject: grant.id, says: `reserved by ${holder}` }];
  });
  const slots = facts.slots.flatMap(({ openid, pushId, until }) => {
    const push = pushes.get(pushId);
    if (push?.state === 'sending' || until > facts.now) return [];
    return [
      { subject: openid, says: `slot held by ${push?.tag ?? pushId}, ${push?.state ?? 'gone'}` },
    ];
  });
  return [...reservations, ...slots];
}
