import type {
  Lang,
  MiniprogramState,
  OnNoGrant,
  OnUnconfirmed,
  Priority,
  PushState,
  Reason,
} from '@yuexin/domain';
import type { Vault } from '../crypto/vault.ts';
import type { PushChoice } from '../hot-path.ts';

export type PushRow = {
  id: string;
  appId: string;
  templateId: string;
  callerId: string;
  userId: string | null;
  openid: string | null;
  /** E.164, of a push addressed by phone. Mask before it leaves the process. */
  phone: string | null;
  unionid: string | null;
  data: Record<string, { value: string }>;
  page: string | null;
  lang: Lang;
  miniprogramState: MiniprogramState;
  priority: Priority;
  onNoGrant: OnNoGrant;
  onUnconfirmed: OnUnconfirmed;
  bizId: string | null;
  metadata: Record<string, unknown> | null;
  ttlSeconds: number;
  state: PushState;
  reason: Reason | null;
  delivery: 'pending' | 'confirmed' | 'failed' | null;
  cycle: number;
  attempts: number;
  /** `at`: when it ended, or began while it is under way. */
  lastAttempt: {
    errcode: number | null;
    rid: string | null;
    msgid: string | null;
    at: Date;
  } | null;
  grantId: string | null;
  sendAt: Date | null;
  dueAt: Date;
  expiresAt: Date;
  sentAt: Date | null;
  confirmedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** Until then, duplicates by this key are answered with this push. */
  dedupeKey: string | null;
  dedupeUntil: Date | null;
  /** A newer push with this key takes its place while it waits. */
  replaces: string | null;
  /** The push that took its place. */
  supersededBy: string | null;
  /** The templates it may go out with, the one asked for first; `templateId` and `data` are those it has turned to. */
  choices: PushChoice[] | null;
  /** Neither held nor dropped by its app's sending rules. */
  isUrgent: boolean;
  /** Grants kept for it are taken first. */
  purpose: string | null;
  /** A sending rule keeps it waiting until `dueAt`. */
  isHeld: boolean;
};

type SharedColumns = Omit<PushRow, 'phone' | 'priority' | 'lastAttempt'>;

/** A push as `selectPushes` reads it. */
export type StoredPush = SharedColumns & {
  phoneCipher: Buffer | null;
  priorityNumber: number;
  attemptErrcode: number | null;
  attemptRid: string | null;
  attemptMsgid: string | null;
  attemptAt: Date | null;
};

/** Everything a PushRow shows, in one statement; `where` follows. */
export const selectPushes = `
  select p.id, p.app_id as "appId", p.template_id as "templateId", p.caller_id as "callerId",
    p.user_id as "userId", u.openid, p.to_phone_cipher as "phoneCipher", p.to_unionid as unionid,
    p.data, p.page, p.lang, p.miniprogram_state as "miniprogramState",
    p.priority as "priorityNumber", p.on_no_grant as "onNoGrant",
    p.on_unconfirmed as "onUnconfirmed", p.biz_id as "bizId", p.metadata,
    p.ttl_seconds as "ttlSeconds", p.state, p.reason, p.delivery, p.cycle, p.attempts,
    p.grant_id as "grantId", p.send_at as "sendAt", p.due_at as "dueAt",
    p.expires_at as "expiresAt", p.sent_at as "sentAt", p.confirmed_at as "confirmedAt",
    p.created_at as "createdAt", p.updated_at as "updatedAt", p.dedupe_key as "dedupeKey",
    p.dedupe_until as "dedupeUntil", p.replaces,
    case when p.state = 'cancelled' then p.superseded_by end as "supersededBy", p.choices,
    p.is_urgent as "isUrgent", p.purpose, p.held_under is not null and p.state in ('scheduled', 'retrying') as "isHeld",
    a.errcode as "attemptErrcode", a.rid as "attemptRid", a.msgid as "attemptMsgid",
    a.at as "attemptAt"
  from pushes p
  left join users u on u.id = p.user_id
  left join lateral (
    select errcode, rid, msgid, coalesce(finished_at, started_at) as at from attempts
    where push_id = p.id order by number desc limit 1
  ) a on true`;

const priorityOfNumber: Record<number, Priority> = { 1: 'high', 10: 'normal', 20: 'low' };

export function toPushRow(stored: StoredPush, vault: Vault): PushRow {
  const {
    phoneCipher,
    priorityNumber,
    attemptErrcode,
    attemptRid,
    attemptMsgid,
    attemptAt,
    ...shared
  } = stored;
  const lastAttempt = { errcode: attemptErrcode, rid: attemptRid, msgid: attemptMsgid };
  const place = { table: 'pushes', column: 'to_phone_cipher', owner: stored.id } as const;
  return {
    ...shared,
    phone: phoneCipher === null ? null : vault.decrypt(phoneCipher, place),
    priority: priorityOfNumber[priorityNumber] ?? 'normal',
    lastAttempt: attemptAt === null ? null : { ...lastAttempt, at: attemptAt },
  };
}
