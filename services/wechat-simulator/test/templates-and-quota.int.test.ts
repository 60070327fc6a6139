import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  appId,
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

const withToken = async (method: string, path: string, body?: unknown) =>
  simulator.call(method, `${path}?access_token=${await simulator.stableToken()}`, body);
const quotaOf = (path: string) =>
  withToken('POST', '/cgi-bin/openapi/quota/get', { cgi_path: path });

describe('GET /wxaapi/newtmpl/gettemplate', () => {
  it('when templates of both kinds are there, then type 2 and 3, and choices of enum keywords', async () => {
    await simulator.control('POST', `/apps/${appId}/templates`, {
      templateId: 'T2',
      title: '状态',
      kind: 'long-term',
      content: '状态:{{enum_string2.DATA}}\n',
      example: '状态:已装车\n',
      options: { enum_string2: ['已装车', '已送达'] },
    });
    const { json } = await withToken('GET', '/wxaapi/newtmpl/gettemplate');
    expect(json).toEqual({
      errcode: 0,
      errmsg: 'ok',
      data: [
        {
          priTmplId: templateId,
          title: '新货源提醒',
          content: '线路:{{thing1.DATA}}\n货物:{{thing2.DATA}}\n',
          example: '',
          type: 2,
        },
        {
          priTmplId: 'T2',
          title: '状态',
          content: '状态:{{enum_string2.DATA}}\n',
          example: '状态:已装车\n',
          type: 3,
          keywordEnumValueList: [
            { keywordCode: 'enum_string2.DATA', enumValueList: ['已装车', '已送达'] },
          ],
        },
      ],
    });
  });

  it('when its daily quota is used up, then 45009', async () => {
    await simulator.setUpApp({ quotas: { '/wxaapi/newtmpl/gettemplate': { daily: 1 } } });
    await withToken('GET', '/wxaapi/newtmpl/gettemplate');
    expect((await withToken('GET', '/wxaapi/newtmpl/gettemplate')).json.errcode).toBe(45009);
  });
});

describe('POST /cgi-bin/openapi/quota/get', () => {
  it('when sends were made, refused ones included, then they are counted', async () => {
    await simulator.setUpApp({ dailyQuota: 10, minuteQuota: 7 });
    await simulator.allow(user.userId);
    await simulator.send(user.openid);
    await simulator.send(user.openid);
    expect((await quotaOf(sendPath)).json).toEqual({
      errcode: 0,
      errmsg: 'ok',
      quota: { daily_limit: 10, used: 2, remain: 8 },
      rate_limit: { call_count: 7, refresh_second: 60 },
      component_rate_limit: { call_count: 0, refresh_second: 0 },
    });
  });

  it.each([
    ['cgi-bin/token', 76003],
    ['/sns/jscode2session', 76022],
    ['/cgi-bin/nothing', 76021],
  ])('when the path is %s, then %i', async (path, errcode) => {
    expect((await quotaOf(path)).json.errcode).toBe(errcode);
  });
});

describe('POST /cgi-bin/clear_quota', () => {
  const clear = (appid = appId) => withToken('POST', '/cgi-bin/clear_quota', { appid });

  it('when the day was used up, then sends go through again', async () => {
    await simulator.setUpApp({ dailyQuota: 1 });
    await simulator.send(user.openid);
    expect((await simulator.send(user.openid)).json.errcode).toBe(45009);
    expect((await clear()).json.errcode).toBe(0);
    expect((await simulator.send(user.openid)).json.errcode).toBe(43101);
  });

  it('when it is the 11th time in a month, then 48006; next month it works', async () => {
    for (let count = 0; count < 10; count += 1) expect((await clear()).json.errcode).toBe(0);
    expect((await clear()).json.errcode).toBe(48006);
    simulator.clock.advance(8 * 86_400_000);
    expect((await clear()).json.errcode).toBe(0);
  });

  it('when the appid is not the token’s, then 40013', async () => {
    expect((await clear('wxother')).json.errcode).toBe(40013);
  });
});

describe('addresses', () => {
  it.each(['/cgi-bin/get_api_domain_ip', '/cgi-bin/getcallbackip'])('%s', async (path) => {
    expect((await withToken('GET', path)).json).toEqual({ ip_list: ['127.0.0.1'] });
    expect((await withToken('POST', path, {})).json.errcode).toBe(43001);
  });
});
