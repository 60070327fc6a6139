import type {
  AcceptResult,
  AppRow,
  NewPush,
  PushChoice,
  PushRow,
  TemplateRow,
} from '@yuexin/storage';
import {
  DEDUPE_SECONDS_USUAL,
  type CreatePushBody,
} from '../../routes/pushes/create-push.schema.ts';
import type { PushTimes } from './find-times.ts';
import type { Recipient } from './resolve-recipient.ts';

/** A caller's key and the fingerprint of the body it came with. */
export type Idempotency = { key: string; fingerprint: Buffer };

/** What is stored of a request that passed every check, its defaults filled in. */
export function newPushOf(input: {
  id: string;
  callerId: string;
  values: CreatePushBody;
  app: AppRow;
  template: TemplateRow;
  recipient: Recipient;
  times: PushTimes;
  fallback: readonly PushChoice[];
  idempotency: Idempotency | null;
}): NewPush {
  const { id, callerId, values, app, template, recipient, times, fallback, idempotency } = input;
  const first = { templateId: values.templateId, data: keepKeywords(values.data, template) };
  return {
    id,
    appId: app.appId,
    ...first,
    callerId,
    userId: recipient.userId,
    toPhone: values.to.phone ?? null,
    toUnionid: values.to.unionid ?? null,
    page: values.page ?? null,
    lang: values.lang ?? 'zh_CN',
    miniprogramState: values.miniprogramState ?? app.miniprogramState,
    priority: values.priority ?? 'normal',
    onNoGrant: values.onNoGrant ?? 'park',
    onUnconfirmed: values.onUnconfirmed ?? 'reconcile',
    bizId: values.bizId ?? null,
    metadata: values.metadata ?? null,
    ...times,
    idempotency,
    dedupe:
      values.dedupeKey === undefined
        ? null
        : { key: values.dedupeKey, seconds: values.dedupeSeconds ?? DEDUPE_SECONDS_USUAL },
    replaces: values.replaces ?? null,
    isUrgent: values.isUrgent ?? false,
    purpose: values.purpose ?? null,
    choices: fallback.length === 0 ? null : [first, ...fallback],
  };
}

/** What the template has no place for is left out. */
export function keepKeywords(data: CreatePushBody['data'], template: TemplateRow): NewPush['data'] {
  const known = new Set(template.keywords.map((keyword) => keyword.key));
  return Object.fromEntries(Object.entries(data).filter(([key]) => known.has(key)));
}

/** The row as the commit left it, without reading it again. */
export function rowOfNewPush(input: {
  push: NewPush;
  result: Extract<AcceptResult, { kind: 'created' }>;
  openid: string | null;
}): PushRow {
  const { push, result, openid } = input;
  const { dedupe = null, replaces = null, choices = null } = push;
  const { isUrgent = false, purpose = null } = push;
  // Member by member: taking a few out of the rest costs as much as all the checks before.
  return {
    id: push.id,
    appId: push.appId,
    callerId: push.callerId,
    templateId: push.templateId,
    userId: push.userId,
    data: push.data,
    page: push.page,
    lang: push.lang,
    miniprogramState: push.miniprogramState,
    priority: push.priority,
    onNoGrant: push.onNoGrant,
    onUnconfirmed: push.onUnconfirmed,
    bizId: push.bizId,
    metadata: push.metadata,
    ttlSeconds: push.ttlSeconds,
    sendAt: push.sendAt,
    expiresAt: push.expiresAt,
    openid,
    phone: push.toPhone,
    unionid: push.toUnionid,
    state: result.state,
    reason: result.reason,
    delivery: null,
    cycle: result.cycle,
    attempts: 0,
    lastAttempt: null,
    grantId: null,
    dueAt: push.sendAt ?? result.createdAt,
    sentAt: null,
    confirmedAt: null,
    createdAt: result.createdAt,
    updatedAt: result.createdAt,
    dedupeKey: dedupe?.key ?? null,
    dedupeUntil: dedupe && new Date(result.createdAt.getTime() + dedupe.seconds * 1000),
    ...{ replaces, supersededBy: null, choices, isUrgent, purpose, isHeld: false },
  };
}
