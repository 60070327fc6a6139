import { maskPhone, showId } from '@yuexin/domain';
import type { PushRow } from '@yuexin/storage';
import type { ShownPush } from './push.schema.ts';

const orAbsent = <K extends string, V>(key: K, value: V | null) =>
  (value === null ? {} : { [key]: value }) as Partial<Record<K, V>>;

/** A push as callers see it (contract 5): phone masked, unionid and internals left out. */
export function presentPush(row: PushRow): ShownPush {
  const [asked = row, ...fallback] = row.choices ?? [];
  return {
    id: showId('push', row.id),
    appId: row.appId,
    templateId: asked.templateId,
    to: {
      ...orAbsent('openid', row.openid),
      ...orAbsent('phoneMasked', row.phone === null ? null : maskPhone(row.phone)),
    },
    state: row.state,
    ...orAbsent('reason', row.reason),
    ...orAbsent('delivery', row.delivery),
    data: asked.data,
    page: row.page,
    lang: row.lang,
    miniprogramState: row.miniprogramState,
    priority: row.priority,
    onNoGrant: row.onNoGrant,
    onUnconfirmed: row.onUnconfirmed,
    attempts: row.attempts,
    ...orAbsent('lastAttempt', presentLastAttempt(row.lastAttempt)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    sendAt: row.sendAt?.toISOString() ?? null,
    expiresAt: row.expiresAt.toISOString(),
    ...orAbsent('sentAt', row.sentAt?.toISOString() ?? null),
    ...orAbsent('confirmedAt', row.confirmedAt?.toISOString() ?? null),
    bizId: row.bizId,
    metadata: row.metadata,
    cycle: row.cycle,
    ...orAbsent('dedupeKey', row.dedupeKey),
    ...orAbsent('dedupeUntil', row.dedupeUntil?.toISOString() ?? null),
    ...orAbsent('replaces', row.replaces),
    ...(fallback.length > 0 && { fallback, usedTemplateId: row.templateId }),
    ...orAbsent('purpose', row.purpose),
    ...(row.isUrgent && { isUrgent: true as const }),
    ...(row.isHeld && { heldUntil: row.dueAt.toISOString() }),
    ...orAbsent('supersededBy', row.supersededBy && showId('push', row.supersededBy)),
  };
}

function presentLastAttempt(attempt: PushRow['lastAttempt']) {
  if (attempt === null) return null;
  return {
    errcode: attempt.errcode,
    ...orAbsent('rid', attempt.rid),
    ...orAbsent('msgid', attempt.msgid),
    at: attempt.at.toISOString(),
  };
}
