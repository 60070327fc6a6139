import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appId, startSimulator, type TestSimulator } from './simulator-harness.ts';

let simulator: TestSimulator;

beforeEach(async () => {
  simulator = await startSimulator();
  await simulator.setUpApp();
});
afterEach(() => simulator.close());

const classicPath = (query: Record<string, string> = {}) => {
  const all = { grant_type: 'client_credential', appid: appId, secret: 'the-app-secret', ...query };
  return `/cgi-bin/token?${new URLSearchParams(all).toString()}`;
};
const ips = (token: string) =>
  simulator.call('GET', `/cgi-bin/get_api_domain_ip?access_token=${encodeURIComponent(token)}`);

describe('GET /cgi-bin/token', () => {
  it('when asked twice, then two tokens come and both work for five minutes', async () => {
    const first = await simulator.call('GET', classicPath());
    const second = await simulator.call('GET', classicPath());
    expect(first.json).toEqual({ access_token: expect.any(String), expires_in: 7200 });
    expect(second.json.access_token).not.toBe(first.json.access_token);
    const token = first.json.access_token as string;
    simulator.clock.advance(299_999);
    expect((await ips(token)).json).toEqual({ ip_list: ['127.0.0.1'] });
    simulator.clock.advance(1);
    expect((await ips(token)).json.errcode).toBe(40001);
  });

  it.each([
    [40002, { grant_type: 'password' }],
    [41002, { appid: '' }],
    [41004, { secret: '' }],
    [40013, { appid: 'wxnobody' }],
    [40125, { secret: 'wrong' }],
  ])('when something is wrong, then %i', async (errcode, query) => {
    const { status, json } = await simulator.call('GET', classicPath(query));
    expect([status, json.errcode]).toEqual([200, errcode]);
    expect(json.errmsg).toMatch(/rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it('when the daily quota is used up, then 45009 names the stable token', async () => {
    await simulator.setUpApp({ quotas: { '/cgi-bin/token': { daily: 1 } } });
    await simulator.call('GET', classicPath());
    const { json } = await simulator.call('GET', classicPath());
    expect(json.errcode).toBe(45009);
    expect(json.errmsg).toMatch(/could get access_token by getStableAccessToken rid: /);
  });
});

describe('POST /cgi-bin/stable_token', () => {
  it('when asked twice, then the same token comes; forced, then another and the first is dead', async () => {
    const first = await simulator.stableToken();
    expect(await simulator.stableToken()).toBe(first);
    const forced = await simulator.stableToken({ force_refresh: true });
    expect(forced).not.toBe(first);
    expect((await ips(first)).json.errcode).toBe(40001);
    expect((await ips(forced)).json.ip_list).toBeDefined();
  });

  it('when the minute quota is used up, then 45011', async () => {
    await simulator.setUpApp({ quotas: { '/cgi-bin/stable_token': { minute: 1 } } });
    const body = { grant_type: 'client_credential', appid: appId, secret: 'the-app-secret' };
    await simulator.call('POST', '/cgi-bin/stable_token', body);
    const { json } = await simulator.call('POST', '/cgi-bin/stable_token', body);
    expect(json.errcode).toBe(45011);
  });

  it('when its parameters come in the query, then they are not seen', async () => {
    const path = classicPath().replace('/token?', '/stable_token?');
    expect((await simulator.call('POST', path, {})).json.errcode).toBe(40002);
  });
});

describe('a token on use', () => {
  it.each([
    ['is missing', '', 41001],
    ['is garbled', 'rubbish', 40014],
    ['is of another account', `86_${'a'.repeat(128)}`, 40001],
  ])('when it %s, then %j draws %i', async (_name, token, errcode) => {
    expect((await ips(token)).json.errcode).toBe(errcode);
  });

  it('when its lifetime is over, then 42001', async () => {
    const token = await simulator.stableToken();
    simulator.clock.advance(7_200_000);
    expect((await ips(token)).json.errcode).toBe(42001);
  });

  it('when the control ends it, then it draws what was asked for and a new one works', async () => {
    const token = await simulator.stableToken();
    await simulator.control('POST', `/apps/${appId}/expire-token`);
    expect((await ips(token)).json.errcode).toBe(42001);
    const second = await simulator.stableToken();
    await simulator.control('POST', `/apps/${appId}/expire-token`, { errcode: 40001 });
    expect((await ips(second)).json.errcode).toBe(40001);
    expect((await ips(await simulator.stableToken())).json.ip_list).toBeDefined();
  });
});
