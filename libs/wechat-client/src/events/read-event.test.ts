import { describe, expect, test } from '@jest/globals';
import { parseEventBody } from './parse-event-body.ts';
import { readEvent } from './read-event.ts';

const readWhole = (body: string) => {
  const parsed = parseEventBody(Buffer.from(body));
  const result = parsed.ok ? readEvent(parsed.tree) : parsed;
  return result.ok ? result.event : result.problem;
};
/** The event without the count of what was left out, which has tests of its own. */
const read = (body: string) => {
  const event = readWhole(body);
  if (typeof event === 'string') return event;
  return Object.fromEntries(Object.entries(event).filter(([name]) => name !== 'unreadItems'));
};
const json = (event: string, rest: object) =>
  read(
    JSON.stringify({
      ToUserName: 'gh_1',
      FromUserName: 'oUser1',
      CreateTime: '1767600000',
      MsgType: 'event',
      Event: event,
      ...rest,
    }),
  );
const xml = (event: string, inner: string) =>
  read(`<xml>
  <ToUserName><![CDATA[gh_1]]></ToUserName>
  <FromUserName><![CDATA[oUser1]]></FromUserName>
  <CreateTime>1767600000</CreateTime>
  <MsgType><![CDATA[event]]></MsgType>
  <Event><![CDATA[${event}]]></Event>
  ${inner}
</xml>`);

const createdAt = new Date(1_767_600_000_000);
const envelope = { openid: 'oUser1', createdAt };
const msgid = '1988810812324364291';

describe('popup', () => {
  const type = 'subscribe_msg_popup_event';
  const one = { TemplateId: 'T1', SubscribeStatusString: 'accept', PopupScene: '0' };
  const two = { TemplateId: 'T2', SubscribeStatusString: 'reject', PopupScene: 1 };
  const items = [
    { templateId: 'T1', status: 'accept', scene: '0' },
    { templateId: 'T2', status: 'reject', scene: '1' },
  ];

  test.each([
    ['one object', { List: one }, items.slice(0, 1)],
    ['an array of one', { List: [one] }, items.slice(0, 1)],
    ['an array', { List: [one, two] }, items],
    ['nested, one object', { SubscribeMsgPopupEvent: { List: one } }, items.slice(0, 1)],
    ['nested, an array', { SubscribeMsgPopupEvent: { List: [one, two] } }, items],
    [
      'an array of nested ones',
      { SubscribeMsgPopupEvent: [{ List: one }, { List: [two] }] },
      items,
    ],
    [
      'without a scene',
      { List: { ...one, PopupScene: undefined } },
      [{ ...items[0], scene: null }],
    ],
    [
      'with what is no item',
      { List: [null, 'x', {}, { TemplateId: 'T' }, { ...one, TemplateId: '' }, one] },
      items.slice(0, 1),
    ],
    ['empty', { List: [] }, []],
    ['absent', {}, []],
    ['a text', { List: 'T1' }, []],
  ])('when the JSON list is %s, then the items are read', (_name, rest, expected) => {
    expect(json(type, rest)).toEqual({ ...envelope, type, items: expected });
  });

  const xmlItem = (id: string, status: string, scene: string) =>
    `<List><TemplateId><![CDATA[${id}]]></TemplateId><SubscribeStatusString><![CDATA[${status}]]></SubscribeStatusString><PopupScene>${scene}</PopupScene></List>`;

  test.each([
    [
      'one',
      `<SubscribeMsgPopupEvent>${xmlItem('T1', 'accept', '0')}</SubscribeMsgPopupEvent>`,
      items.slice(0, 1),
    ],
    [
      'several',
      `<SubscribeMsgPopupEvent>${xmlItem('T1', 'accept', '0')}\n${xmlItem('T2', 'reject', '1')}</SubscribeMsgPopupEvent>`,
      items,
    ],
    ['at the top', xmlItem('T1', 'accept', '0'), items.slice(0, 1)],
    ['empty', '<SubscribeMsgPopupEvent></SubscribeMsgPopupEvent>', []],
  ])('when the XML list is %s, then the items are read', (_name, inner, expected) => {
    expect(xml(type, inner)).toEqual({ ...envelope, type, items: expected });
  });
});

describe('change', () => {
  const type = 'subscribe_msg_change_event';
  const items = [{ templateId: 'T1', status: 'reject' }];

  test('when the user rejects in the settings, then so it says, in JSON and XML', () => {
    expect(json(type, { List: { SubscribeStatusString: 'reject', TemplateId: 'T1' } })).toEqual({
      ...envelope,
      type,
      items,
    });
    const inner =
      '<SubscribeMsgChangeEvent><List><TemplateId>T1</TemplateId><SubscribeStatusString>reject</SubscribeStatusString></List></SubscribeMsgChangeEvent>';
    expect(xml(type, inner)).toEqual({ ...envelope, type, items });
  });
});

describe('sent', () => {
  const type = 'subscribe_msg_sent_event';
  const item = { templateId: 'T1', msgid, errorCode: '0', errorStatus: 'success' };

  test.each([
    [
      'text',
      `{"TemplateId":"T1","MsgID":"${msgid}","ErrorCode":"0","ErrorStatus":"success"}`,
      item,
    ],
    ['numbers', `{"TemplateId":"T1","MsgID":${msgid},"ErrorCode":0,"ErrorStatus":"success"}`, item],
    [
      'MsgId',
      `[{"TemplateId":"T1","MsgId":${msgid},"ErrorCode":"0","ErrorStatus":"success"}]`,
      item,
    ],
    [
      'no msgid',
      '{"TemplateId":"T1","ErrorCode":"0","ErrorStatus":"success"}',
      { ...item, msgid: '' },
    ],
    ['no code', `{"TemplateId":"T1","MsgID":"${msgid}","ErrorStatus":"success"}`, item],
    [
      'a failure',
      `{"TemplateId":"T1","MsgID":"${msgid}","ErrorCode":"43101","ErrorStatus":"user block"}`,
      { ...item, errorCode: '43101', errorStatus: 'user block' },
    ],
  ])('when the JSON item has %s, then msgid is exact text', (_name, list, expected) => {
    const body = `{"FromUserName":"oUser1","CreateTime":1767600000,"MsgType":"event","Event":"${type}","List":${list}}`;
    expect(read(body)).toEqual({ ...envelope, type, items: [expected] });
  });

  test('when it comes as XML, then msgid is exact text', () => {
    const inner = `<SubscribeMsgSentEvent><List><TemplateId><![CDATA[T1]]></TemplateId><MsgID>${msgid}</MsgID><ErrorCode>0</ErrorCode><ErrorStatus><![CDATA[success]]></ErrorStatus></List></SubscribeMsgSentEvent>`;
    expect(xml(type, inner)).toEqual({ ...envelope, type, items: [item] });
  });

  test('when an item says nothing of the outcome, then it is left out', () => {
    expect(json(type, { List: { TemplateId: 'T1', MsgID: msgid } })).toEqual({
      ...envelope,
      type,
      items: [],
    });
  });
});

describe('what is left out', () => {
  const good = { TemplateId: 'T1', SubscribeStatusString: 'accept' };
  const many = (count: number) => Array.from({ length: count }, () => good);

  test.each<[string, object, number]>([
    ['every item is read', { List: [good, good] }, 0],
    ['some items have another shape', { List: [good, { templateId: 'T1' }, 'T1', null] }, 3],
    ['there are more than a hundred', { List: many(103) }, 3],
    ['the list is empty', { List: [] }, 1],
    ['there is no list', { Items: [good] }, 1],
  ])('when %s, then so many are counted as not read', (_name, rest, unreadItems) => {
    const body = { FromUserName: 'oUser1', CreateTime: 1, Event: 'subscribe_msg_popup_event' };
    expect(readWhole(JSON.stringify({ ...body, ...rest }))).toMatchObject({ unreadItems });
  });

  test('when it is no event of ours, then nothing is missed', () => {
    const body = { FromUserName: 'oUser1', CreateTime: 1, Event: 'user_enter_tempsession' };
    expect(readWhole(JSON.stringify(body))).toMatchObject({ unreadItems: 0 });
  });
});

describe('anything else', () => {
  test('when it is another event or a message, then it is told by name', () => {
    expect(json('user_enter_tempsession', {})).toEqual({
      ...envelope,
      type: 'other',
      event: 'user_enter_tempsession',
      items: [],
    });
    expect(json('', { MsgType: 'text', Content: 'hi' })).toMatchObject({
      type: 'other',
      event: 'text',
    });
    expect(json('', { MsgType: undefined })).toMatchObject({ type: 'other', event: '' });
  });

  test('when there are control characters or half characters, then what is kept can be stored', () => {
    const body = String.raw`{"FromUserName":"oUser1\u0000","CreateTime":1767600000,"Event":"subscribe_msg_change_event","List":{"TemplateId":"T1","SubscribeStatusString":"re\ud800ject"}}`;
    expect(read(body)).toMatchObject({ openid: 'oUser1', items: [{ status: 're\ufffdject' }] });
  });

  test('when the list is endless, then a hundred items are read', () => {
    const List = Array.from({ length: 300 }, (_, index) => ({
      TemplateId: `T${index}`,
      SubscribeStatusString: 'accept',
    }));
    expect(json('subscribe_msg_popup_event', { List })).toMatchObject({
      items: { length: 100 },
    });
  });
});
