import { createHash } from 'node:crypto';
import type { WechatEvent } from './wechat-event.ts';

/**
 * One hash per event, the same for each of WeChat's tries: appid, sender, second, kind and what it says (wechat-facts 5.7;
 * sender and second alone collide). `messageId` tells messages apart, which have one.
 */
export function hashEvent(input: {
  appId: string;
  event: WechatEvent;
  messageId: string | null;
}): Buffer {
  const { appId, event, messageId } = input;
  const items = event.items
    .map((item) => JSON.stringify([item.templateId, 'msgid' in item ? item.msgid : item.status]))
    .sort();
  const kind = event.type === 'other' ? event.event : event.type;
  const facts = [appId, event.openid, event.createdAt.getTime(), kind, items, messageId];
  return createHash('sha256').update(JSON.stringify(facts)).digest();
}
