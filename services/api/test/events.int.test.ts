import { describe, expect, test } from '@jest/globals';
import { createApp } from '@yuexin/testkit';
import { createApiBed } from './support/api-bed.ts';
import { plainQuery, sealEvent } from './support/sign-event.ts';

const api = await createApiBed();
const { storage } = api;
const token = 'test-message-token';
const encodingAesKey = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const { appId } = await createApp({ storage });
const path = `/v1/wechat/${appId}/events`;

let second = Math.floor(Date.now() / 1_000) - 1_000;
const popup = (openid = 'o-1', at = (second += 1)) => ({
  ToUserName: 'gh_1',
  FromUserName: openid,
  CreateTime: at,
  MsgType: 'event',
  Event: 'subscribe_msg_popup_event',
  List: { TemplateId: 'tpl-1', SubscribeStatusString: 'accept', PopupScene: '0' },
});

const post = (body: unknown, query: URLSearchParams = plainQuery(token)) =>
  api.call('POST', `${path}?${query.toString()}`, { key: null, body });
const waiting = async (): Promise<number> => (await storage.upkeep.eventLag()).waiting;

describe('GET /v1/wechat/{appId}/events', () => {
  test('when WeChat checks the URL, then echostr comes back as plain text', async () => {
    const query = plainQuery(token);
    query.set('echostr', '<b>4375120948345356249</b>');
    const answer = await api.call('GET', `${path}?${query.toString()}`, { key: null });
    expect([answer.status, answer.text]).toEqual([200, '<b>4375120948345356249</b>']);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
  });

  test('when somebody else does, then 401; for an unknown app 404; without echostr 400', async () => {
    const forged = plainQuery('another-token');
    forged.set('echostr', '1');
    expect((await api.call('GET', `${path}?${forged.toString()}`, { key: null })).status).toBe(401);
    const query = plainQuery(token);
    expect((await api.call('GET', `${path}?${query.toString()}`, { key: null })).status).toBe(400);
    query.set('echostr', '1');
    const nobody = `/v1/wechat/wx-nobody/events?${query.toString()}`;
    expect((await api.call('GET', nobody, { key: null })).status).toBe(404);
  });
});

describe('POST /v1/wechat/{appId}/events', () => {
  test('when an event comes, also three times, then it is stored once and answered success', async () => {
    const before = await waiting();
    const body = popup();
    for (let tries = 0; tries < 3; tries += 1) {
      const answer = await post(body);
      expect([answer.status, answer.text]).toEqual([200, 'success']);
    }
    expect(await waiting()).toBe(before + 1);
  });

  test('when it is XML, in safe mode or of a kind we do not use, then it is stored as well', async () => {
    const before = await waiting();
    const xml = `<xml><ToUserName>gh_1</ToUserName><FromUserName>o-xml</FromUserName><CreateTime>${(second += 1)}</CreateTime><MsgType>event</MsgType><Event>subscribe_msg_sent_event</Event><SubscribeMsgSentEvent><List><TemplateId>tpl-1</TemplateId><MsgID>1988810812324364291</MsgID><ErrorCode>0</ErrorCode><ErrorStatus>success</ErrorStatus></List></SubscribeMsgSentEvent></xml>`;
    expect((await post(xml)).text).toBe('success');
    const sealed = sealEvent({
      token,
      encodingAesKey,
      appId,
      message: JSON.stringify(popup('o-safe')),
    });
    expect((await post(sealed.body, sealed.query)).text).toBe('success');
    expect((await post({ ...popup('o-other'), Event: 'user_enter_tempsession' })).text).toBe(
      'success',
    );
    expect(await waiting()).toBe(before + 3);
  });

  test('when many come at once, then each is stored', async () => {
    const before = await waiting();
    const bodies = Array.from({ length: 50 }, (_, at) => popup(`o-many-${at}`));
    const answers = await Promise.all(bodies.map((body) => post(body)));
    expect(answers.every((answer) => answer.text === 'success')).toBe(true);
    expect(await waiting()).toBe(before + 50);
  });

  test('when a grant is witnessed, then the worker’s batch finds it', async () => {
    await post(popup('o-witness'));
    await storage.hotPath.applyEvents(200);
    const user = await storage.users.findByOpenid(appId, 'o-witness');
    expect(await storage.users.balances(user!.id)).toMatchObject({ 'tpl-1': { available: 1 } });
  });

  test('when the signature does not fit, is missing or is old, then 401 and nothing is stored', async () => {
    const before = await waiting();
    const sealed = sealEvent({ token, encodingAesKey, appId, message: JSON.stringify(popup()) });
    const changed = sealed.body.replace(/<Encrypt>../, '<Encrypt>AA');
    const refused = [
      await post(popup(), plainQuery('another-token')),
      await post(popup(), new URLSearchParams()),
      await post(popup(), plainQuery(token, new Date(Date.now() - 3_600_000))),
      await post(changed, sealed.query),
      await post('not even a document', plainQuery('another-token')),
    ];
    for (const answer of refused)
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    expect(await waiting()).toBe(before);
  });

  test('when the event is another app’s, has no shape or is huge, then it is refused', async () => {
    const before = await waiting();
    const message = JSON.stringify(popup());
    const foreign = sealEvent({ token, encodingAesKey, appId: 'wxforeign', message });
    expect((await post(foreign.body, foreign.query)).status).toBe(401);
    expect((await post('{"Event":1}')).status).toBe(400);
    expect((await post(`{"a":"${'x'.repeat(300_000)}"}`)).status).toBe(413);
    const nobody = `/v1/wechat/wx-nobody/events?${plainQuery(token).toString()}`;
    expect((await api.call('POST', nobody, { key: null, body: popup() })).status).toBe(404);
    expect(await waiting()).toBe(before);
  });

  test('when the app has no message token, then nothing is believed', async () => {
    const bare = await createApp({ storage, messageToken: null });
    const bareUrl = `/v1/wechat/${bare.appId}/events?${plainQuery('').toString()}`;
    expect((await api.call('POST', bareUrl, { key: null, body: popup() })).status).toBe(401);
  });
});

describe('an event whose items cannot be read', () => {
  test('when it is WeChat’s, then it is stored and answered, counted apart and warned of once', async () => {
    const event = { ...popup('o-odd'), List: [{ templateId: 'tpl-1', status: 'accept' }] };
    expect((await post(event)).text).toBe('success');
    expect((await post(event)).text).toBe('success');
    const { text } = await api.call('GET', '/metrics', { key: null });
    expect(text).toMatch(/wechat_events_total\{[^}]*result="unreadable-items"[^}]*\} 1\n/);
    const warnings = api.logged().split('items of an event could not be read').length - 1;
    expect(warnings).toBe(1);
  });
});
