import type { Push } from '@yuexin/client';
import type { Output } from './create-output.ts';
import { showTime } from './show-time.ts';

export const pushColumns = ['PUSH', 'STATE', 'WHY', 'TO', 'TEMPLATE', 'BIZ ID', 'CREATED'] as const;

export function pushRow(push: Push): string[] {
  const { id, to, templateId, bizId, createdAt } = push;
  return [
    ...[id, showState(push), showReason(push) ?? '', to.openid ?? to.phoneMasked ?? '-'],
    ...[templateId, bizId ?? '', showTime(createdAt)],
  ];
}

/** A push, for a person or for a script. */
export function printPush(out: Output, push: Push): void {
  if (out.isJson()) {
    out.json(push);
    return;
  }
  const { lastAttempt } = push;
  out.facts({
    push: push.id,
    state: showState(push),
    why: showReason(push),
    app: push.appId,
    template: push.templateId,
    to: [push.to.openid, push.to.phoneMasked].filter((one) => one !== undefined).join(' '),
    data: Object.entries(push.data)
      .map(([key, { value }]) => `${key}=${value}`)
      .join(', '),
    'biz id': push.bizId ?? undefined,
    created: showTime(push.createdAt),
    'send at': push.sendAt === null ? undefined : showTime(push.sendAt),
    'held until': push.heldUntil === undefined ? undefined : showTime(push.heldUntil),
    sent: push.sentAt === undefined ? undefined : showTime(push.sentAt),
    expires: showTime(push.expiresAt),
    attempts:
      lastAttempt === undefined
        ? String(push.attempts)
        : `${push.attempts}, last: errcode ${lastAttempt.errcode ?? 'none'} at ${showTime(lastAttempt.at)}`,
  });
}

function showState({ state, delivery }: Pick<Push, 'state' | 'delivery'>): string {
  return delivery === undefined ? state : `${state}, ${delivery}`;
}

function showReason({ reason }: Push): string | undefined {
  if (reason === undefined) return undefined;
  const errcode = reason.errcode === undefined ? '' : ` ${reason.errcode}`;
  return `${reason.code}${errcode}: ${reason.message}`;
}
