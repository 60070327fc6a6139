import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createYuexin, type Problem } from '@yuexin/miniprogram';
import { createWxDouble, type AskAnswer, type Phone } from '@yuexin/miniprogram/testing';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsData, goodsPage, goodsTemplate } from '../src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../src/demo/seed-freight-app.ts';
import { callJson } from '../src/local-stack/call-json.ts';
import type { Stack } from '../src/local-stack/start-stack.ts';
import { openPrivateStack } from './open-private-stack.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;

type User = { balances: Record<string, { available: number; spent: number; void: number }> };
type Message = { title: string };

describe('A week of a driver’s life', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let stack: Stack;
  let driver: FreightDriver;
  let choice: 'accept' | 'reject' = 'accept';
  let isServiceAway = false;
  let losesAnswers = 0;
  const problems: Problem[] = [];

  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    stack = opened.stack;
    driver = await seedFreightApp(stack);
  });
  afterAll(() => opened.close());

  const simulated = <T>(path: string, body: object): Promise<T> =>
    callJson<T>(`${stack.simulatorUrl}/_sim/users/${driver.userId}/${path}`, { body });

  /** The driver's phone; WeChat behind it is the simulator, the service is the stack. */
  const newPhone = (storage = new Map<string, unknown>()): Phone =>
    createWxDouble({
      storage,
      takeCode: async () => (await simulated<{ code: string }>('login-code', {})).code,
      answerAsk: (ids) => {
        const results = Object.fromEntries(ids.map((id) => [id, choice]));
        return simulated<AskAnswer>('subscribe', { results });
      },
      settings: () => ({
        mainSwitch: true,
        itemSettings: standingRejects.has(templateId) ? { [templateId]: 'reject' } : {},
      }),
      serve: async ({ method, url, header, body }) => {
        if (isServiceAway) return 'no-network';
        const answer = await fetch(url, {
          method,
          headers: { 'content-type': 'application/json', ...header },
          ...(body !== undefined && { body: JSON.stringify(body) }),
        });
        const data = await answer.json();
        losesAnswers -= 1;
        return losesAnswers >= 0 ? 'no-network' : { statusCode: answer.status, data };
      },
    });
  const standingRejects = new Set<string>();
  const open = (phone: Phone) =>
    createYuexin({
      ...{ baseUrl: stack.apiUrl, appId, wx: phone.wx },
      onProblem: (problem) => problems.push(problem),
      wait: () => Promise.resolve(),
    });
  const tap = async (phone: Phone, yuexin: ReturnType<typeof open>) => {
    await yuexin.prepareAsk(goodsPage);
    return phone.tap(() => yuexin.askForGrants({ page: goodsPage }));
  };
  const balance = async () => {
    const path = `/v1/apps/${appId}/users/${driver.openid}`;
    const { balances } = await callJson<User>(`${stack.apiUrl}${path}`, { key: stack.adminKey });
    return balances[templateId] ?? { available: 0, spent: 0, void: 0 };
  };
  const messages = async (): Promise<number> => {
    const url = `${stack.simulatorUrl}/_sim/messages?openid=${driver.openid}`;
    return (await callJson<{ data: Message[] }>(url)).data.length;
  };

  test('every accept is counted once and none is lost: offline, lost answers, a revoked session, a reinstall, a standing reject', async () => {
    let phone = newPhone();
    let yuexin = open(phone);

    // Monday: logs in, allows; a message comes.
    expect(await yuexin.login()).toMatchObject({ kind: 'logged-in' });
    expect(await tap(phone, yuexin)).toMatchObject({ kind: 'answered', accepted: [templateId] });
    expect(await yuexin.flush()).toBe(0);
    expect((await balance()).available).toBe(1);
    await callJson(`${stack.apiUrl}/v1/pushes`, {
      key: stack.adminKey,
      body: { appId, templateId, to: { openid: driver.openid }, data: goodsData },
    });
    await eventually(async () => expect(await messages()).toBe(1), { timeoutMs: 15_000 });

    // Tuesday: not today. That voids nothing and grants nothing.
    choice = 'reject';
    expect(await tap(phone, yuexin)).toMatchObject({ kind: 'answered', accepted: [] });
    await yuexin.flush();

    // Wednesday: the service is out of reach; he allows twice and closes the mini program.
    choice = 'accept';
    isServiceAway = true;
    for (let times = 0; times < 2; times += 1) await tap(phone, yuexin);
    expect(await yuexin.flush()).toBe(2);

    // Thursday: opened again, on the road with a network that loses an answer.
    phone = newPhone(phone.storage);
    yuexin = open(phone);
    isServiceAway = false;
    losesAnswers = 1;
    await yuexin.flush();
    expect(await yuexin.flush()).toBe(0);
    await eventually(async () => expect(await balance()).toMatchObject({ available: 2, spent: 1 }));

    // Friday: a session that nobody knows.
    phone.storage.set(`yuexin:${appId}:session`, {
      token: 'nobody-knows',
      untilMs: Date.now() + 9e8,
    });
    yuexin = open(phone);
    expect(await tap(phone, yuexin)).toMatchObject({ kind: 'answered', accepted: [templateId] });
    expect(await yuexin.flush()).toBe(0);
    expect((await balance()).available).toBe(3);

    // Saturday: a new phone; nothing is kept but what the service knows.
    phone = newPhone();
    yuexin = open(phone);
    expect(await tap(phone, yuexin)).toEqual({ kind: 'not-asked', reason: 'nothing-to-ask' });
    expect(phone.asked).toEqual([]);

    // Sunday: he rejects for good in the settings. WeChat tells; nothing is asked for any more.
    standingRejects.add(templateId);
    await simulated('settings/reject', { templateId });
    await eventually(async () => expect(await balance()).toMatchObject({ available: 0, void: 3 }), {
      timeoutMs: 15_000,
    });
    expect(await yuexin.prepareAsk(goodsPage)).toEqual([]);
    expect(problems.filter(({ where }) => where === 'storage')).toEqual([]);
  });
});
