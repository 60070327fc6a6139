import { describe, expect, test } from '@jest/globals';
import { problemsOf, type Json, type Problem } from './support/api-bed.ts';
import { createMiniBed } from './support/mini-bed.ts';

const { api, simulator, addApp, addUser, codeOf, login, loginAs } = await createMiniBed();
const { storage } = api;

describe('POST /v1/mp/login', () => {
  test('when the user is new, then the openid is registered and the phone bound; the next login finds both', async () => {
    const { appId } = await addApp();
    const user = await addUser(appId, '13800007777');
    const first = await loginAs(appId, user);
    expect(first.status).toBe(200);
    expect(first.body).toEqual({
      sessionToken: expect.any(String) as unknown,
      expiresInSeconds: 86_400,
      openidRegistered: false,
      phoneBound: true,
    });
    expect(first.headers.get('cache-control')).toBe('no-store');
    const again = await loginAs(appId, user, false);
    expect(again.body).toMatchObject({ openidRegistered: true, phoneBound: true });

    const found = await storage.users.findByPhone(appId, '+8613800007777');
    expect(found.map((row) => row.openid)).toEqual([user.openid]);
    const session = Buffer.from(first.body.sessionToken.split('.')[1]!, 'base64url').toString();
    expect([first.text, session, api.logged()].join('\n')).not.toContain(user.openid);
    expect(api.logged()).not.toContain('13800007777');
  });

  test('when the same phone is in two apps, then each app has its own user', async () => {
    const one = await addApp();
    const two = await addApp();
    for (const { appId } of [one, two]) await loginAs(appId, await addUser(appId, '13800008888'));
    const found = await Promise.all(
      [one, two].map(({ appId }) => storage.users.findByPhone(appId, '+8613800008888')),
    );
    expect(found.map((users) => users.length)).toEqual([1, 1]);
    expect(found[0]![0]!.openid).not.toBe(found[1]![0]!.openid);
  });

  test('when a code is used twice, is of the wrong kind or another app’s, then 422 says what to do', async () => {
    const { appId } = await addApp();
    const other = await addApp();
    const user = await addUser(appId, '13800009999');
    const code = await codeOf(user, 'login');
    await login({ appId, code });
    const stranger = await addUser(other.appId, '13800009999');
    const refused = [
      [await login({ appId, code }), '/code', 40163],
      [await login({ appId, code: await codeOf(user, 'phone') }), '/code', 40029],
      [await login({ appId, code: 'made-up' }), '/code', 40029],
      [await login({ appId, code: await codeOf(stranger, 'login') }), '/code', 40029],
      [
        await login({
          appId,
          code: await codeOf(user, 'login'),
          phoneCode: await codeOf(user, 'login'),
        }),
        '/phoneCode',
        40029,
      ],
    ] as const;
    for (const [answer, pointer, errcode] of refused) {
      const { code: problemCode, errors, detail } = answer.body as unknown as Problem;
      expect([answer.status, problemCode]).toEqual([422, 'login-code-invalid']);
      expect(errors).toMatchObject([{ pointer, rule: 'wechat-code', actual: errcode }]);
      expect(detail).toMatch(/wx\.login|phone button/);
    }
  });

  test('when phone and login code are of different users, then nobody is bound', async () => {
    const { appId } = await addApp();
    const driver = await addUser(appId, '13811110000');
    const thief = await addUser(appId, '13811112222');
    const answer = await login({
      appId,
      code: await codeOf(thief, 'login'),
      phoneCode: await codeOf(driver, 'phone'),
    });
    expect(answer.status).toBe(422);
    expect(await storage.users.findByPhone(appId, '+8613811110000')).toEqual([]);
  });

  test('when a push waited for this phone, then the login brings it the user', async () => {
    const { appId, templateId } = await addApp();
    const made = await api.call('POST', '/v1/pushes', {
      body: {
        appId,
        templateId,
        to: { phone: '+8613822220000' },
        data: { thing1: '一', thing2: '二' },
        onUnknownRecipient: 'park',
      },
    });
    const user = await addUser(appId, '13822220000');
    await loginAs(appId, user);
    const read = await api.call('GET', `/v1/pushes/${String(made.body.id)}`);
    expect(read.body).toMatchObject({ to: { openid: user.openid }, state: 'parked' });
  });

  test('when WeChat is busy or out of reach, then 503; when the secret is wrong, then 502 and an alarm', async () => {
    const { appId } = await addApp();
    const user = await addUser(appId, '13833330000');
    const fault = { path: '/sns/jscode2session', appId, times: 1 };
    await simulator.call('POST', '/faults', { ...fault, kind: 'errcode', value: -1 });
    const busy = await loginAs(appId, user);
    expect([busy.status, busy.body.code, busy.body.retryable]).toEqual([503, 'unavailable', true]);
    expect(Number(busy.headers.get('retry-after'))).toBeGreaterThan(0);
    await simulator.call('POST', '/faults', { ...fault, kind: 'reset' });
    expect((await loginAs(appId, user)).status).toBe(503);

    await api.call('PATCH', `/v1/apps/${appId}`, { body: { appSecret: 'wrong' } });
    const refused = await loginAs(appId, user);
    expect([refused.status, refused.body.code]).toEqual([502, 'wechat-refused']);
    const alarms = await api.call<{ data: Json[] }>('GET', '/v1/alarms');
    expect(alarms.body.data).toContainEqual(
      expect.objectContaining({ appId, code: 'wechat-refused-login', count: 1 }),
    );
  });

  test('when everything is wrong, then everything is named', async () => {
    const refused = await login({ appId: 'x', code: '', phoneCode: 7, openid: 'o' });
    expect([refused.status, problemsOf(refused)]).toEqual([
      400,
      ['/appId format', '/code min-length', '/openid unknown-key', '/phoneCode type'],
    ]);
    const unknown = await login({ appId: 'wx-nobody', code: 'c' });
    expect([unknown.status, problemsOf(unknown)]).toEqual([400, ['/appId known-app']]);
  });
});
