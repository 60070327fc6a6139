import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { freightApp, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import type { Stack } from '../src/local-stack/start-stack.ts';
import { openPrivateStack } from './open-private-stack.ts';

jest.setTimeout(120_000);

type Login = { sessionToken: string; openidRegistered: boolean; phoneBound: boolean };
type Problem = { status: number; code: string; detail: string };

const otherAppId = 'wx00000000000000aa';
const phone = '+8613900000001';

describe('logging in', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let stack: Stack;
  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    stack = opened.stack;
    await seedFreightApp(stack);
    await addApp(otherAppId);
  });
  afterAll(() => opened.close());

  async function addApp(appId: string): Promise<void> {
    const app = { ...freightApp, appId, name: '另一个小程序' };
    const eventUrl = `${stack.apiUrl}/v1/wechat/${appId}/events`;
    await callJson(`${stack.simulatorUrl}/_sim/apps`, { body: { ...app, eventUrl } });
    await callJson(`${stack.simulatorUrl}/_sim/apps/${appId}/templates`, {
      body: { ...goodsTemplate, templateId: `${goodsTemplate.templateId.slice(0, -1)}2` },
    });
    await callJson(`${stack.apiUrl}/v1/apps`, { key: stack.adminKey, body: app });
  }

  async function newUser(appId: string): Promise<{ userId: string; openid: string }> {
    return callJson(`${stack.simulatorUrl}/_sim/apps/${appId}/users`, { body: { phone } });
  }

  async function code(userId: string, kind: 'login-code' | 'phone-code'): Promise<string> {
    const made = await callJson<{ code: string }>(
      `${stack.simulatorUrl}/_sim/users/${userId}/${kind}`,
      { method: 'POST', body: {} },
    );
    return made.code;
  }

  function post(body: unknown): Promise<Response> {
    return fetch(`${stack.apiUrl}/v1/mp/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async function logIn(appId: string, userId: string, withPhone: boolean): Promise<Login> {
    const answer = await post({
      appId,
      code: await code(userId, 'login-code'),
      ...(withPhone && { phoneCode: await code(userId, 'phone-code') }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as Login;
  }

  async function findByPhone(appId: string): Promise<string[]> {
    const found = await callJson<{ data: { openid: string }[] }>(
      `${stack.apiUrl}/v1/apps/${appId}/users/search`,
      { key: stack.callerKey, body: { phone } },
    );
    return found.data.map((user) => user.openid);
  }

  test('an unknown phone registers its OpenID, a known one finds it', async () => {
    const user = await newUser(freightApp.appId);
    expect(await findByPhone(freightApp.appId)).toEqual([]);
    expect(await logIn(freightApp.appId, user.userId, true)).toMatchObject({
      openidRegistered: false,
      phoneBound: true,
    });
    expect(await findByPhone(freightApp.appId)).toEqual([user.openid]);
    expect(await logIn(freightApp.appId, user.userId, false)).toMatchObject({
      openidRegistered: true,
      phoneBound: true,
    });
  });

  test('the same phone in two apps is two users', async () => {
    const here = await newUser(freightApp.appId);
    const there = await newUser(otherAppId);
    await logIn(freightApp.appId, here.userId, true);
    await logIn(otherAppId, there.userId, true);
    expect(there.openid).not.toBe(here.openid);
    expect(await findByPhone(freightApp.appId)).toEqual([here.openid]);
    expect(await findByPhone(otherAppId)).toEqual([there.openid]);
  });

  test('neither openid nor session_key reaches the client', async () => {
    const user = await newUser(freightApp.appId);
    const answer = await post({
      appId: freightApp.appId,
      code: await code(user.userId, 'login-code'),
    });
    const text = await answer.text();
    expect(text).not.toContain(user.openid);
    expect(text).not.toMatch(/session_?key/i);
  });

  test('a code used twice is a 422 that says to get a new one', async () => {
    const user = await newUser(freightApp.appId);
    const once = await code(user.userId, 'login-code');
    expect((await post({ appId: freightApp.appId, code: once })).status).toBe(200);
    await expectCodeRefused(await post({ appId: freightApp.appId, code: once }));
  });

  test('a code of the wrong kind is a 422', async () => {
    const user = await newUser(freightApp.appId);
    const wrong = await code(user.userId, 'phone-code');
    await expectCodeRefused(await post({ appId: freightApp.appId, code: wrong }));
  });

  test('a code of another app is a 422', async () => {
    const user = await newUser(otherAppId);
    const wrong = await code(user.userId, 'login-code');
    await expectCodeRefused(await post({ appId: freightApp.appId, code: wrong }));
  });

  async function expectCodeRefused(answer: Response): Promise<void> {
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = (await answer.json()) as Problem;
    expect(problem.code).toBe('login-code-invalid');
    expect(problem.detail).toMatch(/wx\.login again/);
  }
});
