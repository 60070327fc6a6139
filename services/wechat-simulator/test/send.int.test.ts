import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { rawRequest } from './raw-request.ts';
import {
  appId,
  goodData,
  sendPath,
  startReadySimulator,
  templateId,
  type TestSimulator,
} from './simulator-harness.ts';

let simulator: TestSimulator;
let user: { userId: string; openid: string };

beforeEach(async () => {
  ({ simulator, user } = await startReadySimulator());
});
afterEach(() => simulator.close());

const errcodeOf = async (more: object = {}, openid = user.openid): Promise<unknown> =>
  (await simulator.send(openid, more)).json.errcode;

describe('POST subscribe/send', () => {
  it('when a grant is there, then msgid is a bare integer beyond 2^53 and the phone shows the message', async () => {
    await simulator.allow(user.userId);
    const { status, headers, text } = await simulator.send(user.openid, { page: 'pages/a?id=1' });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; encoding=utf-8');
    const msgid = /^\{"errcode":0,"errmsg":"ok","msgid":(\d{19})\}$/.exec(text)?.[1] ?? '';
    expect(BigInt(msgid)).toBeGreaterThan(2n ** 53n);
    const { json } = await simulator.control('GET', `/messages?openid=${user.openid}`);
    expect(json.data).toEqual([
      {
        msgid,
        templateId,
        title: '新货源提醒',
        items: [
          { key: 'thing1', label: '线路', value: '【广州】-->【上海】' },
          { key: 'thing2', label: '货物', value: '钢材 32 吨' },
        ],
        page: 'pages/a?id=1',
        miniprogramState: 'formal',
        lang: 'zh_CN',
        at: '2026-11-24T01:00:00.000Z',
      },
    ]);
  });

  it('when two grants are there, then two sends go through and the third is 43101', async () => {
    await simulator.allow(user.userId);
    await simulator.allow(user.userId);
    expect([await errcodeOf(), await errcodeOf(), await errcodeOf()]).toEqual([0, 0, 43101]);
    const { json } = await simulator.control('GET', `/ledger?openid=${user.openid}`);
    expect(json).toMatchObject({
      grants: [{ appId, openid: user.openid, templateId, granted: 2, spent: 2, available: 0 }],
      sends: [
        { seq: 1, appId, openid: user.openid, data: goodData },
        { seq: 2, appId, openid: user.openid },
      ],
      sendsDropped: 0,
    });
  });

  it('when it is refused, then no grant is used', async () => {
    await simulator.allow(user.userId);
    expect(await errcodeOf({ data: {} })).toBe(47003);
    expect(await errcodeOf({ page: 'x', template_id: 'gone' })).toBe(40037);
    expect(await errcodeOf()).toBe(0);
  });

  it.each([
    ['of another app', 'oOf_another_app_000000000000'],
    ['empty', ''],
  ])('when the openid is %s, then 40003', async (_name, openid) => {
    expect(await errcodeOf({}, openid)).toBe(40003);
  });

  it('when the template is deleted, then 40037 and what was granted is void', async () => {
    await simulator.allow(user.userId);
    await simulator.control('DELETE', `/apps/${appId}/templates/${templateId}`);
    expect(await errcodeOf()).toBe(40037);
    const { json } = await simulator.control('GET', `/users/${user.userId}`);
    expect(json.grants).toMatchObject({ [templateId]: { void: 1, available: 0 } });
  });

  it('when the page is not released, then 41030; with and without a slash it is one page', async () => {
    await simulator.setUpApp({ pages: ['pages/a'] });
    await simulator.allow(user.userId);
    await simulator.allow(user.userId);
    expect(await errcodeOf({ page: 'pages/b' })).toBe(41030);
    expect(await errcodeOf({ page: '/pages/a?x=1' })).toBe(0);
    expect(await errcodeOf()).toBe(0);
  });

  it('when a value holds a blocked word, then 45168', async () => {
    await simulator.allow(user.userId);
    const data = { ...goodData, thing2: { value: '诚招赌博代理' } };
    expect(await errcodeOf({ data })).toBe(45168);
  });

  it('when data is bad, then 47003 names one key; masked by 43101 when the app is set so', async () => {
    const data = { ...goodData, thing2: { value: '' } };
    const { json } = await simulator.send(user.openid, { data });
    expect(json.errmsg).toMatch(/^argument invalid! data\.thing2\.value is empty rid: /);
    await simulator.setUpApp({ isGrantCheckedFirst: true });
    expect(await errcodeOf({ data })).toBe(43101);
  });

  it('when the template is long-term, then one accept allows many sends', async () => {
    await simulator.setUpTemplate({ kind: 'long-term' });
    expect(await errcodeOf()).toBe(43101);
    await simulator.allow(user.userId);
    expect([await errcodeOf(), await errcodeOf(), await errcodeOf()]).toEqual([0, 0, 0]);
  });

  it('when the user rejects in the settings, then 43101 until a new accept, and the old grant stays lost', async () => {
    await simulator.allow(user.userId);
    await simulator.control('POST', `/users/${user.userId}/settings/reject`, { templateId });
    expect(await errcodeOf()).toBe(43101);
    await simulator.control('POST', `/users/${user.userId}/settings/accept`, { templateId });
    expect(await errcodeOf()).toBe(43101);
    await simulator.allow(user.userId);
    expect([await errcodeOf(), await errcodeOf()]).toEqual([0, 43101]);
  });

  it('when the main switch is off, then 43101 though a grant is there', async () => {
    await simulator.allow(user.userId);
    await simulator.control('POST', `/users/${user.userId}/settings/main-switch`, { isOn: false });
    expect(await errcodeOf()).toBe(43101);
  });

  it('when two sends to one openid overlap, then the second is 43108 and is marked; other openids are not hindered', async () => {
    await simulator.setUpApp({ sendLatencyMs: 60 });
    const other = await simulator.addUser({ phone: '13900139000' });
    for (const { userId } of [user, user, other]) await simulator.allow(userId);
    const [first, second, third] = await Promise.all([
      errcodeOf(),
      errcodeOf(),
      errcodeOf({}, other.openid),
    ]);
    expect([first, second].sort()).toEqual([0, 43108]);
    expect(third).toBe(0);
    expect(await errcodeOf()).toBe(0);
    const { json } = await simulator.control('GET', `/calls?path=${sendPath}`);
    const marked = (json.data as { isOverlapping: boolean; errcode: number }[])
      .filter(({ isOverlapping }) => isOverlapping)
      .map(({ errcode }) => errcode);
    expect(marked).toEqual([43108]);
  });

  it('when the daily or minute quota is used up, then 45009 and 45011', async () => {
    await simulator.setUpApp({ minuteQuota: 1, dailyQuota: 2 });
    expect([await errcodeOf(), await errcodeOf()]).toEqual([43101, 45011]);
    simulator.clock.advance(60_000);
    expect(await errcodeOf()).toBe(43101);
    simulator.clock.advance(60_000);
    expect(await errcodeOf()).toBe(45009);
  });
});

describe('bodies', () => {
  const post = async (head: string, body: string): Promise<string> => {
    const token = await simulator.stableToken();
    const start = `POST ${sendPath}?access_token=${token} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n`;
    return (await rawRequest(simulator.port, `${start}${head}\r\n\r\n${body}`)).text;
  };

  it('when the body is chunked, then 412 and nothing is sent', async () => {
    await simulator.allow(user.userId);
    const body = JSON.stringify({ touser: user.openid, template_id: templateId, data: goodData });
    const chunk = `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    expect(await post('Transfer-Encoding: chunked', chunk)).toMatch(/^HTTP\/1\.1 412 /);
    expect((await simulator.control('GET', '/ledger')).json.sends).toEqual([]);
  });

  it('when there is no length, then 412', async () => {
    expect(await post('X-Nothing: 1', '')).toMatch(/^HTTP\/1\.1 412 /);
  });

  it.each([
    ['empty', 44002, ''],
    ['no JSON', 47001, '{touser}'],
    ['no object', 47001, '[1]'],
  ])('when it is %s, then %i', async (_name, errcode, body) => {
    expect(await post(`Content-Length: ${body.length}`, body)).toContain(`"errcode":${errcode}`);
  });

  it('when it is not UTF-8, then 47001', async () => {
    const token = await simulator.stableToken();
    const body = Buffer.from([0x7b, 0x22, 0xd0, 0xc5, 0x22, 0x3a, 0x31, 0x7d]);
    const path = `${simulator.url}${sendPath}?access_token=${token}`;
    const answer = await fetch(path, { method: 'POST', body });
    expect(await answer.text()).toContain('"errcode":47001');
  });

  it('when it is larger than a megabyte, then 45002', async () => {
    expect(await errcodeOf({ filler: 'x'.repeat(1024 * 1024) })).toBe(45002);
  });

  it('when it is a GET, then 43002; on a path that is none, then 40066', async () => {
    expect((await simulator.call('GET', sendPath)).json.errcode).toBe(43002);
    expect((await simulator.call('GET', '/cgi-bin/nothing')).json.errcode).toBe(40066);
  });
});
