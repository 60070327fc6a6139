import { sendPath } from '../ledger/quotas.ts';
import type { PopupItem } from '../ledger/request-subscribe.ts';
import type { SimApp } from '../ledger/sim-app.ts';
import type { SendRecord } from '../ledger/world.ts';
import type { EventName, WechatEvent } from './wechat-event.ts';

/** Names under which a fault finds an event: its own, and for the sent event the path of the send. */
export const pathsOf = (name: EventName): readonly string[] =>
  name === 'subscribe_msg_sent_event' ? [name, sendPath] : [name];

type Origin = { app: SimApp; openid: string; at: Date };

const envelope = (origin: Origin, name: EventName): Omit<WechatEvent, 'items'> => ({
  name,
  toUserName: origin.app.settings.originalId,
  fromUserName: origin.openid,
  createTimeSeconds: Math.floor(origin.at.getTime() / 1000),
});

/** The user answered the pop-up (facts 5.2). */
export const popupEvent = (origin: Origin, popup: readonly PopupItem[]): WechatEvent => ({
  ...envelope(origin, 'subscribe_msg_popup_event'),
  items: popup.map(({ templateId, status }) => ({
    TemplateId: templateId,
    SubscribeStatusString: status,
    PopupScene: '0',
  })),
});

/** The user revoked a template in the settings; only this direction is told (facts 5.3). */
export const changeEvent = (origin: Origin, templateId: string): WechatEvent => ({
  ...envelope(origin, 'subscribe_msg_change_event'),
  items: [{ TemplateId: templateId, SubscribeStatusString: 'reject' }],
});

/** How the delivery of an accepted send ended (facts 5.4). */
export const sentEvent = (
  origin: Origin,
  sent: SendRecord,
  failure: { code: number } | null,
): WechatEvent => ({
  ...envelope(origin, 'subscribe_msg_sent_event'),
  items: [
    {
      TemplateId: sent.templateId,
      MsgID: sent.msgid,
      ErrorCode: String(failure?.code ?? 0),
      ErrorStatus: failure === null ? 'success' : 'failed',
    },
  ],
});
