import type { EventName, WechatEvent } from './wechat-event.ts';

const wrappers: Record<EventName, string> = {
  subscribe_msg_popup_event: 'SubscribeMsgPopupEvent',
  subscribe_msg_change_event: 'SubscribeMsgChangeEvent',
  subscribe_msg_sent_event: 'SubscribeMsgSentEvent',
};

const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Members of the plain JSON body. One item is a bare object, several are an array (facts 5.2). */
export const eventMembers = (event: WechatEvent): Record<string, unknown> => ({
  ToUserName: event.toUserName,
  FromUserName: event.fromUserName,
  CreateTime: event.createTimeSeconds,
  MsgType: 'event',
  Event: event.name,
  List: event.items.length === 1 ? event.items[0] : event.items,
});

/** What stands between `<xml>` and `</xml>` in the plain XML body. */
export function eventXml(event: WechatEvent): string {
  const lists = event.items.map((item) => {
    const members = Object.entries(item).map(
      ([name, value]) => `<${name}>${cdata(value)}</${name}>`,
    );
    return `<List>${members.join('')}</List>`;
  });
  const wrapper = wrappers[event.name];
  return [
    `<ToUserName>${cdata(event.toUserName)}</ToUserName>`,
    `<FromUserName>${cdata(event.fromUserName)}</FromUserName>`,
    `<CreateTime>${event.createTimeSeconds}</CreateTime>`,
    `<MsgType>${cdata('event')}</MsgType>`,
    `<Event>${cdata(event.name)}</Event>`,
    `<${wrapper}>${lists.join('')}</${wrapper}>`,
  ].join('');
}

export const xmlMember = (name: string, text: string): string =>
  `<${name}>${cdata(text)}</${name}>`;
