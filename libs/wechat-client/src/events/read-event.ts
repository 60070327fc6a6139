import { cleanText } from '../replies/clean-text.ts';
import { isTree, type ReplyTree } from '../replies/parse-reply.ts';
import { readWholeNumber } from '../replies/read-status.ts';
import type { ChangeItem, PopupItem, SentItem, WechatEvent } from './wechat-event.ts';

export type ReadEvent = { ok: true; event: WechatEvent } | { ok: false; problem: string };

/** Ids and names are indexed: one longer than any of WeChat's would be an event that can never be applied. */
const maxIdLength = 128;
const maxStatusLength = 500;
const maxItems = 100;

/** The event in a body's members. Sender and time are needed, which no event of WeChat's lacks; every problem is told. */
export function readEvent(tree: ReplyTree): ReadEvent {
  const openid = readId(tree.FromUserName);
  const createdAt = readTime(tree.CreateTime);
  if (openid !== null && createdAt !== null)
    return { ok: true, event: readKind(tree, { openid, createdAt }) };
  const problems = [
    ...(openid === null ? [`FromUserName is ${lackOf(tree.FromUserName)}`] : []),
    ...(createdAt === null ? [`CreateTime is ${lackOf(tree.CreateTime)}`] : []),
  ];
  return { ok: false, problem: problems.join('; ') };
}

const lackOf = (value: unknown): string =>
  value === undefined || value === null || value === '' ? 'missing' : 'not as WeChat writes it';

type Sender = { openid: string; createdAt: Date };

function readKind(tree: ReplyTree, envelope: Sender): WechatEvent {
  const event = readText(tree.Event);
  switch (event) {
    case 'subscribe_msg_popup_event':
      return {
        ...envelope,
        type: event,
        ...readItems(tree, 'SubscribeMsgPopupEvent', readPopup),
      };
    case 'subscribe_msg_change_event':
      return {
        ...envelope,
        type: event,
        ...readItems(tree, 'SubscribeMsgChangeEvent', readChange),
      };
    case 'subscribe_msg_sent_event':
      return {
        ...envelope,
        type: event,
        ...readItems(tree, 'SubscribeMsgSentEvent', readSent),
      };
    default:
      return {
        ...envelope,
        type: 'other',
        event: (event ?? readText(tree.MsgType) ?? '').slice(0, maxIdLength),
        items: [],
        unreadItems: 0,
      };
  }
}

/** `List` at the top or in the event's own member, one object or several (wechat-facts 5.2). What is no item is left out. */
function readItems<T>(
  tree: ReplyTree,
  wrapper: string,
  read: (item: ReplyTree, templateId: string) => T | null,
): { items: T[]; unreadItems: number } {
  const holders = [tree, ...asList(tree[wrapper])].filter(isTree);
  const given = holders.flatMap((holder) => asList(holder.List)).filter((one) => one !== undefined);
  const items = given.slice(0, maxItems).flatMap((item) => {
    const templateId = isTree(item) ? readId(item.TemplateId) : null;
    if (!isTree(item) || templateId === null) return [];
    const value = read(item, templateId);
    return value === null ? [] : [value];
  });
  return { items, unreadItems: Math.max(given.length, 1) - items.length };
}

function readPopup(item: ReplyTree, templateId: string): PopupItem | null {
  const status = readId(item.SubscribeStatusString);
  return status === null ? null : { templateId, status, scene: readId(item.PopupScene) };
}

function readChange(item: ReplyTree, templateId: string): ChangeItem | null {
  const status = readId(item.SubscribeStatusString);
  return status === null ? null : { templateId, status };
}

function readSent(item: ReplyTree, templateId: string): SentItem | null {
  const errorStatus = cleanText((readText(item.ErrorStatus) ?? '').slice(0, maxStatusLength));
  const errorCode = readId(item.ErrorCode) ?? (errorStatus === 'success' ? '0' : null);
  // Neither code nor status: it says nothing of how the send ended.
  if (errorCode === null) return null;
  const named = readText(item.MsgID) ?? readText(item.MsgId);
  const msgid = named === null ? '' : readId(named);
  // A msgid that cannot be one names another message; as none it would be paired with one of ours.
  if (msgid === null) return null;
  return { templateId, msgid, errorCode, errorStatus };
}

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

/** Text no longer than an id is. */
function readId(value: unknown): string | null {
  const text = readText(value);
  return text === null || text.length > maxIdLength ? null : text;
}

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
