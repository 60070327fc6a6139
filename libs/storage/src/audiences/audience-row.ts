import type { FieldProblem } from '@yuexin/errors';
import type { NewPush } from '../hot-path.ts';

/**
 * `open`: its recipients are awaited. `collecting`: the holders of grants are being looked up. `ready`: its recipients are whole, and
 * nothing was sent. `running`, `paused`, `cancelled`, `done`: of its sending.
 */
export const audienceStates = [
  ...(['open', 'collecting', 'ready', 'running', 'paused', 'cancelled', 'done'] as const),
] as const;
export type AudienceState = (typeof audienceStates)[number];

export const audienceSources = ['upload', 'grant-holders'] as const;
export type AudienceSource = (typeof audienceSources)[number];

/** `waiting`: its turn has not come. `accepted`: there is a push. The others get none. */
export const recipientStates = [
  ...(['waiting', 'accepted', 'refused', 'duplicate', 'invalid'] as const),
] as const;
export type RecipientState = (typeof recipientStates)[number];

/** Of those who hold a grant, which are meant; all given conditions hold together. */
export type HolderFilter = {
  lastLoginFrom?: string;
  lastLoginTo?: string;
  hasPhone?: boolean;
  grantsMin?: number;
};

/** The message as accept stores it, without what is each recipient's own; its texts may hold placeholders. */
export type AudiencePush = Omit<
  NewPush,
  'id' | 'callerId' | 'userId' | 'toPhone' | 'toUnionid' | 'sendAt' | 'expiresAt' | 'idempotency'
> & { sendAt: string | null };

export type AudienceRow = {
  id: string;
  appId: string;
  callerId: string;
  actor: string;
  name: string | null;
  source: AudienceSource;
  filter: HolderFilter | null;
  push: AudiencePush;
  /** Whoever is not known yet is waited for, or registered. */
  parksUnknown: boolean;
  ratePerSecond: number;
  startsByItself: boolean;
  /** For all of its pushes; null: each lives `push.ttlSeconds` from when it is made. */
  expiresAt: Date | null;
  state: AudienceState;
  /** Why it paused by itself. */
  reason: { code: string; message: string } | null;
  /** What it waits for while it runs. */
  heldFor: string | null;
  /** Recipients that are or were to get a push. */
  total: number;
  invalid: number;
  duplicates: number;
  accepted: number;
  /** Of the accepted, those that waited for a grant or a login at once. */
  parked: number;
  refused: number;
  createdAt: Date;
  readyAt: Date | null;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
};

export const audienceColumns = `id, app_id as "appId", caller_id as "callerId", actor, name, source,
  filter, push, parks_unknown as "parksUnknown", rate_per_second as "ratePerSecond",
  starts_by_itself as "startsByItself", expires_at as "expiresAt", state, reason, held_for as "heldFor",
  total, invalid, duplicates, accepted, parked, refused, created_at as "createdAt",
  ready_at as "readyAt", started_at as "startedAt", finished_at as "finishedAt", updated_at as "updatedAt"`;

/** A line of an upload, looked at. */
export type NewRecipient = {
  line: number;
  /** Nothing of the recipient is stored of a line with problems. */
  problems: FieldProblem[];
  userId: string | null;
  /** Where `userId` is null: the one address that was given. */
  openid: string | null;
  phone: string | null;
  unionid: string | null;
  variables: Record<string, string>;
};

/** A recipient whose turn has come. */
export type WaitingRecipient = {
  line: number;
  userId: string | null;
  openid: string | null;
  phone: string | null;
  unionid: string | null;
  /** Null: it was erased. */
  variables: Record<string, string> | null;
};
