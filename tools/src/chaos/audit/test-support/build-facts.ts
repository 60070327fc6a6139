import { grantKey, type AuditFacts, type GrantFact, type PushFact } from '../audit-facts.ts';

export const now = Date.parse('2026-01-05T08:00:00.000Z');
export const key = grantKey({ appId: 'wx1', openid: 'o1', templateId: 'A' });

export const buildPush = (given: Partial<PushFact> = {}): PushFact => ({
  id: 'push-1',
  tag: 'p1',
  key,
  state: 'sent',
  reason: null,
  onUnconfirmed: 'reconcile',
  grantId: 'grant-1',
  dueAt: now - 60_000,
  leaseUntil: null,
  expiresAt: now + 3_600_000,
  isUnknown: false,
  isPaused: false,
  ...given,
});

export const buildGrant = (given: Partial<GrantFact> = {}): GrantFact => ({
  id: 'grant-1',
  key,
  state: 'spent',
  pushId: 'push-1',
  isStanding: false,
  ...given,
});

/** One push, accepted, sent once on the one grant that the user gave: both ledgers agree. */
export const buildFacts = (given: Partial<AuditFacts> = {}): AuditFacts => ({
  now,
  accepted: [{ tag: 'p1', pushIds: ['push-1'] }],
  refused: new Map(),
  pushes: [buildPush()],
  grants: [buildGrant()],
  slots: [],
  sends: [{ tag: 'p1', key, at: now - 50_000 }],
  shown: new Map([['p1', 1]]),
  cells: [{ key, granted: 1, spent: 1, available: 0, isStanding: false }],
  evidence: new Map([[key, { reported: 1, witnessed: 1 }]]),
  ...given,
});
