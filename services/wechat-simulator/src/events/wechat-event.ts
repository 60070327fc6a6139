export type EventName =
  'subscribe_msg_popup_event' | 'subscribe_msg_change_event' | 'subscribe_msg_sent_event';

/** One event as WeChat's servers have it before it is written down (facts 5.1-5.4). Members are texts, as in its samples. */
export type WechatEvent = {
  name: EventName;
  toUserName: string;
  fromUserName: string;
  createTimeSeconds: number;
  items: readonly Readonly<Record<string, string>>[];
};
