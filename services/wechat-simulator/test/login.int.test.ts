import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appId, startSimulator, type TestSimulator } from './simulator-harness.ts';

let simulator: TestSimulator;
let user: { userId: string; openid: string };

beforeEach(async () => {
  simulator = await startSimulator();
  await simulator.setUpApp();
  user = await simulator.addUser({ phone: '+8613800138000' });
});
afterEach(() => simulator.close());

const codeOf = async (userId: string, kind: 'login' | 'phone'): Promise<string> =>
  (await simulator.control('POST', `/users/${userId}/${kind}-code`)).json.code as string;

const logIn = (code: string, query: Record<string, string> = {}) => {
  const all = {
    appid: appId,
    secret: 'the-app-secret',
    js_code: code,
    grant_type: 'authorization_code',
    ...query,
  };
  return simulator.call('GET', `/sns/jscode2session?${new URLSearchParams(all).toString()}`);
};
const askPhone = async (body: unknown) =>
  simulator.call(
    'POST',
    `/wxa/business/getuserphonenumber?access_token=${await simulator.stableToken()}`,
    body,
  );

describe('GET /sns/jscode2session', () => {
  it('when the code is good, then the openid and a session key, without errcode', async () => {
    const { json } = await logIn(await codeOf(user.userId, 'login'));
    expect(json).toEqual({
      openid: user.openid,
      session_key: expect.stringMatching(/^[\w+/]{22}==$/),
    });
    expect(user.openid).toMatch(/^o[\w-]{27}$/);
  });

  it('when the user has a unionid, then it is told', async () => {
    const second = await simulator.addUser({ unionid: 'union-1' });
    expect((await logIn(await codeOf(second.userId, 'login'))).json.unionid).toBe('union-1');
  });

  it('when a code is used twice, then 40163', async () => {
    const code = await codeOf(user.userId, 'login');
    await logIn(code);
    expect((await logIn(code)).json.errcode).toBe(40163);
  });

  it('when a code is late, of the phone button, or made up, then 40029', async () => {
    const code = await codeOf(user.userId, 'login');
    simulator.clock.advance(300_000);
    expect((await logIn(code)).json.errcode).toBe(40029);
    expect((await logIn(await codeOf(user.userId, 'phone'))).json.errcode).toBe(40029);
    expect((await logIn('made-up')).json.errcode).toBe(40029);
  });

  it('when a code is of another app, then 40029', async () => {
    const other = 'wxother0000000000';
    await simulator.control('POST', '/apps', { appId: other, appSecret: 'x' });
    const query = { appid: other, secret: 'x' };
    expect((await logIn(await codeOf(user.userId, 'login'), query)).json.errcode).toBe(40029);
  });

  it('when the user is high-risk, then 40226', async () => {
    const bad = await simulator.addUser({ isBlocked: true });
    expect((await logIn(await codeOf(bad.userId, 'login'))).json.errcode).toBe(40226);
  });

  it.each([
    [41002, { appid: '' }],
    [41004, { secret: '' }],
    [41008, { js_code: '' }],
    [40002, { grant_type: 'client_credential' }],
    [40125, { secret: 'wrong' }],
  ])('when something else is wrong, then %i', async (errcode, query) => {
    const code = await codeOf(user.userId, 'login');
    expect((await logIn(code, query)).json.errcode).toBe(errcode);
  });

  it('when a user logs in for the 101st time in a minute, then 45011; a minute later again', async () => {
    for (let count = 0; count < 100; count += 1) {
      expect((await logIn(await codeOf(user.userId, 'login'))).json.openid).toBe(user.openid);
    }
    expect((await logIn(await codeOf(user.userId, 'login'))).json.errcode).toBe(45011);
    simulator.clock.advance(60_000);
    expect((await logIn(await codeOf(user.userId, 'login'))).json.openid).toBe(user.openid);
  });

  it('when it is a POST, then 41002', async () => {
    const { json } = await simulator.call('POST', `/sns/jscode2session?appid=${appId}`, {});
    expect(json.errcode).toBe(41002);
  });
});

describe('POST /wxa/business/getuserphonenumber', () => {
  it('when the code is good, then the number with its watermark', async () => {
    const { json } = await askPhone({ code: await codeOf(user.userId, 'phone') });
    expect(json).toEqual({
      errcode: 0,
      errmsg: 'ok',
      phone_info: {
        phoneNumber: '13800138000',
        purePhoneNumber: '13800138000',
        countryCode: '86',
        watermark: { timestamp: simulator.clock.now().getTime() / 1000, appid: appId },
      },
    });
  });

  it('when the app is set so, then the country code is a bare number', async () => {
    await simulator.setUpApp({ isCountryCodeNumber: true });
    const { json } = await askPhone({ code: await codeOf(user.userId, 'phone') });
    expect(json).toMatchObject({ phone_info: { countryCode: 86 } });
  });

  it('when the code is used, late, a login code or missing, then 40029 with a hint', async () => {
    const used = await codeOf(user.userId, 'phone');
    await askPhone({ code: used });
    const late = await codeOf(user.userId, 'phone');
    simulator.clock.advance(300_000);
    const login = await codeOf(user.userId, 'login');
    for (const body of [{ code: used }, { code: late }, { code: login }, {}]) {
      const { json } = await askPhone(body);
      expect(json.errcode).toBe(40029);
      expect(json.errmsg).toMatch(/^invalid code hint: \[.*\], rid: /);
    }
  });

  it('when the openid belongs to somebody else, then 40013', async () => {
    const other = await simulator.addUser({ phone: '13900139000' });
    const code = await codeOf(user.userId, 'phone');
    expect((await askPhone({ code, openid: other.openid })).json.errcode).toBe(40013);
  });

  it('when a user without a number is asked for a phone code, then 409 unless one is given', async () => {
    const bare = await simulator.addUser();
    const path = `/users/${bare.userId}/phone-code`;
    expect((await simulator.control('POST', path)).status).toBe(409);
    const { status, json } = await simulator.control('POST', path, { phone: '13700137000' });
    expect(status).toBe(201);
    expect((await askPhone({ code: json.code })).json).toMatchObject({
      phone_info: { purePhoneNumber: '13700137000' },
    });
  });
});
