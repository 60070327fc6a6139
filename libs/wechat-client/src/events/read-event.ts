import { cleanText } from '../replies/clean-text.ts';
import { isTree, type ReplyTree } from '../replies/parse-reply.ts';
import { readWholeNumber } from '../replies/read-status.ts';
import type { ChangeItem, PopupItem, SentItem, WechatEvent } from './wechat-event.ts';

const maxIdLength = 128;
const maxItems = 100;

/** The event in a body's members; null when sender or time is missing, which no event of WeChat's lacks. */
export function readEvent(tree: ReplyTree): WechatEvent | null {
  const openid = readText(tree.FromUserName);
  const createdAt = readTime(tree.CreateTime);
  if (openid === null || openid.length > maxIdLength || createdAt === null) return null;
  const envelope = { openid, createdAt };
  const event = readText(tree.Event);

  switch (event) {
    case 'subscribe_msg_popup_event':
      return {
        ...envelope,
        type: event,
        items: readItems(tree, 'SubscribeMsgPopupEvent', readPopup),
      };
    case 'subscribe_msg_change_event':
      return {
        ...envelope,
        type: event,
        items: readItems(tree, 'SubscribeMsgChangeEvent', readChange),
      };
    case 'subscribe_msg_sent_event':
      return {
        ...envelope,
        type: event,
        items: readItems(tree, 'SubscribeMsgSentEvent', readSent),
      };
    default:
      return {
        ...envelope,
        type: 'other',
        event: event ?? readText(tree.MsgType) ?? '',
        items: [],
      };
  }
}

/** `List` at the top or in the event's own member, one object or several (wechat-facts 5.2). What is no item is left out. */
function readItems<T>(
  tree: ReplyTree,
  wrapper: string,
  read: (item: ReplyTree, templateId: string) => T | null,
): T[] {
  const holders = [tree, ...asList(tree[wrapper])].filter(isTree);
  const items = holders.flatMap((holder) => asList(holder.List)).filter(isTree);
  return items.slice(0, maxItems).flatMap((item) => {
    const templateId = readText(item.TemplateId);
    if (templateId === null || templateId.length > maxIdLength) return [];
    const value = read(item, templateId);
    return value === null ? [] : [value];
  });
}

function readPopup(item: ReplyTree, templateId: string): PopupItem | null {
  const status = readText(item.SubscribeStatusString);
  return status === null ? null : { templateId, status, scene: readText(item.PopupScene) };
}

function readChange(item: ReplyTree, templateId: string): ChangeItem | null {
  const status = readText(item.SubscribeStatusString);
  return status === null ? null : { templateId, status };
}

function readSent(item: ReplyTree, templateId: string): SentItem | null {
  const errorStatus = readText(item.ErrorStatus) ?? '';
  const errorCode = readText(item.ErrorCode) ?? (errorStatus === 'success' ? '0' : null);
  // Neither code nor status: it says nothing of how the send ended.
  if (errorCode === null) return null;
  const msgid = readText(item.MsgID) ?? readText(item.MsgId) ?? '';
  return { templateId, msgid, errorCode, errorStatus };
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Text, or a number's own digits; null for what is empty or something else. */
function readText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  const text = cleanText(value).trim();
  return text === '' ? null : text;
}

/** Seconds; 0 and far-off times are no time of an event. */
function readTime(value: unknown): Date | null {
  const seconds = readWholeNumber(value);
  return seconds === undefined || seconds < 1 || seconds > 253_402_300_799
    ? null
    : new Date(seconds * 1_000);
}
