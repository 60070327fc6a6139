import { describe, expect, it } from '@jest/globals';
import { eventMembers, eventXml } from './render-event.ts';
import type { WechatEvent } from './wechat-event.ts';

const item = { TemplateId: 'T1', SubscribeStatusString: 'accept', PopupScene: '0' };
const event: WechatEvent = {
  name: 'subscribe_msg_popup_event',
  toUserName: 'gh_1',
  fromUserName: 'oUser',
  createTimeSeconds: 1_764_000_000,
  items: [item],
};

describe('events', () => {
  it('when there is one item, then the JSON List is a bare object', () => {
    expect(eventMembers(event)).toEqual({
      ToUserName: 'gh_1',
      FromUserName: 'oUser',
      CreateTime: 1_764_000_000,
      MsgType: 'event',
      Event: 'subscribe_msg_popup_event',
      List: item,
    });
  });

  it('when there are several, then it is an array', () => {
    const second = { ...item, TemplateId: 'T2' };
    expect(eventMembers({ ...event, items: [item, second] }).List).toEqual([item, second]);
  });

  it('when it is XML, then List repeats inside the wrapper of its event', () => {
    const xml = eventXml({ ...event, items: [item, { ...item, TemplateId: 'T2' }] });
    expect(xml).toContain('<ToUserName><![CDATA[gh_1]]></ToUserName>');
    expect(xml).toContain('<CreateTime>1764000000</CreateTime>');
    expect(xml).toMatch(
      /<SubscribeMsgPopupEvent><List><TemplateId><!\[CDATA\[T1]]>.*<\/List><List>.*T2.*<\/List><\/SubscribeMsgPopupEvent>$/,
    );
  });

  it('when a text holds the end of CDATA, then it cannot break out', () => {
    const xml = eventXml({ ...event, items: [{ TemplateId: 'a]]><b' }] });
    expect(xml).toContain('<![CDATA[a]]]]><![CDATA[><b]]>');
  });
});
