/** The user acted on the pop-up. `status`: accept or reject (or what WeChat may add). */
export type PopupItem = { templateId: string; status: string; scene: string | null };
/** The user changed a standing choice in the settings; only `reject` is pushed. */
export type ChangeItem = { templateId: string; status: string };
/** How a send ended. `msgid` is the one that subscribe/send returned, as text; empty when WeChat gave none. */
export type SentItem = {
  templateId: string;
  msgid: string;
  errorCode: string;
  errorStatus: string;
};

type Envelope = {
  /** FromUserName. */
  openid: string;
  /** CreateTime, to the second. */
  createdAt: Date;
  /** Items that were there and say nothing we can read, or are beyond the most we take; an event without any counts as one. */
  unreadItems: number;
};

/**
 * An event as WeChat meant it, whatever its wire shape (wechat-facts 5). What is stored as `events.payload` is
 * `{ type, items }` with the items exactly as here: storage's SQL reads `payload->'items'` by these names.
 */
export type WechatEvent =
  | (Envelope & { type: 'subscribe_msg_popup_event'; items: PopupItem[] })
  | (Envelope & { type: 'subscribe_msg_change_event'; items: ChangeItem[] })
  | (Envelope & { type: 'subscribe_msg_sent_event'; items: SentItem[] })
  /** Nothing of ours: answer success and forget it. `event` is Event, or MsgType for a message. */
  | (Envelope & { type: 'other'; event: string; items: [] });
