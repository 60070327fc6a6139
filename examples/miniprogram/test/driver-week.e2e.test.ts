import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { createWxDouble, type AskAnswer, type Phone } from '@yuexin/miniprogram/testing';
import { eventually } from '@yuexin/testkit';
import { freightApp, goodsTemplate } from '../../../tools/src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../../../tools/src/demo/seed-freight-app.ts';
import { callJson } from '../../../tools/src/local-stack/call-json.ts';
import type { Stack } from '../../../tools/src/local-stack/start-stack.ts';
import { openPrivateStack } from '../../../tools/test/open-private-stack.ts';
import { openMiniProgram, type MiniProgram } from './open-mini-program.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const platformUrl = 'https://platform.test';
const patience = { timeoutMs: 15_000 };

type Balance = { available: number; reserved: number; spent: number; void: number };
type Message = { page: string };
type Request = Parameters<Parameters<typeof createWxDouble>[0]['serve']>[0];
type Goods = { id: string; from: string; to: string; what: string; tons: number };

const opened = await openPrivateStack({ queueUrl: null });
const stack: Stack = opened.stack;
afterAll(() => opened.close());

describe('A week of a driver’s life with the example’s pages', () => {
  let driver: FreightDriver;
  let phone: Phone;
  let program: MiniProgram;
  let choice: 'accept' | 'reject' = 'accept';
  let isServiceAway = false;
  let losesAnswers = 0;
  /** What the user has settled in WeChat's settings. */
  let settled: Record<string, string> = {};
  /** Accepts that WeChat has seen: what the ledger must come to. */
  let accepts = 0;
  const goods: Goods[] = [];

  beforeAll(async () => {
    driver = await seedFreightApp(stack);
  });

  const simulated = <T>(path: string, body: object = {}): Promise<T> =>
    callJson<T>(`${stack.simulatorUrl}/_sim/users/${driver.userId}/${path}`, { body });

  /** The freight platform: it matches every new goods with the driver, whose phone number it knows. */
  const platform = async ({ method, body }: Request) => {
    if (method === 'POST') {
      const one = { ...(body as Omit<Goods, 'id'>), id: String(goods.length + 1) };
      goods.push(one);
      await callJson(`${stack.apiUrl}/v1/pushes`, {
        key: stack.adminKey,
        body: {
          ...{ appId, templateId, to: { phone: '+8613800000000' } },
          data: { thing1: `【${one.from}】-->【${one.to}】`, thing2: `${one.what} ${one.tons} 吨` },
          page: `pages/goods/detail?id=${one.id}&from=message`,
        },
      });
    }
    return { statusCode: 200, data: { goods: [...goods] } };
  };
  const service = async ({ method, url, header, body }: Request) => {
    if (isServiceAway) return 'no-network' as const;
    const answer = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...header },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const data: unknown = await answer.json();
    const isLost = url.endsWith('/grants') && losesAnswers > 0;
    if (isLost) losesAnswers -= 1;
    return isLost ? ('no-network' as const) : { statusCode: answer.status, data };
  };

  /** The driver's phone; WeChat behind it is the simulator, the service is the stack. */
  const newPhone = (storage = new Map<string, unknown>()): Phone =>
    createWxDouble({
      storage,
      takeCode: async () => (await simulated<{ code: string }>('login-code')).code,
      answerAsk: async (ids) => {
        const results = Object.fromEntries(ids.map((id) => [id, settled[id] ?? choice]));
        accepts += Object.values(results).filter((result) => result === 'accept').length;
        return simulated<AskAnswer>('subscribe', { results });
      },
      settings: () => ({ mainSwitch: true, itemSettings: settled }),
      serve: (request) =>
        request.url.startsWith(platformUrl) ? platform(request) : service(request),
    });
  const start = async (): Promise<void> => {
    program = await openMiniProgram({
      phone,
      settings: { appId, yuexinUrl: stack.apiUrl, platformUrl, matchedTemplateId: templateId },
    });
  };
  const waiting = (): number =>
    (phone.storage.get(`yuexin:${appId}:reports`) as unknown[] | undefined)?.length ?? 0;
  const card = (): unknown => program.top().data.remind;
  const remindMe = async (): Promise<void> => {
    expect(program.top().data).toMatchObject({ canAsk: true });
    await program.top().tap('onRemindMe');
  };
  const logIn = async (): Promise<void> => {
    const { code } = await simulated<{ code: string }>('phone-code');
    await program.top().tap('onPhoneNumber', { detail: { code } });
    expect(program.top().data).toMatchObject({ isLoggedIn: true });
  };
  const publish = async (): Promise<void> => {
    const page = await program.open('pages/goods/publish');
    const form = { from: '广州', to: '上海', what: '钢材', tons: '32' };
    for (const [name, value] of Object.entries(form)) {
      await page.tell('onInput', { currentTarget: { dataset: { name } }, detail: { value } });
    }
    await page.tap('onSubmit');
    expect(page.data.problem).toBe('');
  };
  const balance = async (): Promise<Balance> => {
    const path = `/v1/apps/${appId}/users/${driver.openid}`;
    const { balances } = await callJson<{ balances: Record<string, Balance> }>(
      `${stack.apiUrl}${path}`,
      { key: stack.adminKey },
    );
    return balances[templateId] ?? { available: 0, reserved: 0, spent: 0, void: 0 };
  };
  const messages = async (): Promise<Message[]> => {
    const url = `${stack.simulatorUrl}/_sim/messages?openid=${driver.openid}`;
    return (await callJson<{ data: Message[] }>(url)).data;
  };
  const expectBalance = (expected: Partial<Balance>) =>
    eventually(async () => expect(await balance()).toMatchObject(expected), patience);

  test('Monday: he logs in, allows, and the first message comes', async () => {
    phone = newPhone();
    await start();
    const list = await program.open('pages/goods/list');
    await list.tap('onPhoneNumber', { detail: { errMsg: 'getPhoneNumber:fail user deny' } });
    expect(list.data).toMatchObject({ isLoggedIn: false });
    await logIn();
    await remindMe();
    expect(card()).toMatchObject({ state: 'on' });
    await expectBalance({ available: 1 });
    await program.open('pages/goods/list');
    expect(card()).toMatchObject({ state: 'on' });
    await publish();
    await eventually(async () => expect(await messages()).toHaveLength(1), patience);
    await expectBalance({ available: 0, spent: 1 });
  });

  test('Monday evening: he has read it in WeChat and comes by the icon; the card offers the next one, and asks nothing', async () => {
    const asked = phone.asked.length;
    await start();
    await program.open('pages/goods/list');
    expect(card()).toMatchObject({ state: 'off' });
    expect(phone.asked).toHaveLength(asked);
  });

  test('Tuesday: the message leads to its goods; he refuses the next reminder, and no other tap asks again', async () => {
    const [message] = await messages();
    const page = await program.open(message!.page);
    expect(page.data).toMatchObject({ isFound: true, goods: { to: '上海' } });
    choice = 'reject';
    await remindMe();
    expect(card()).toMatchObject({ state: 'later' });
    const asked = phone.asked.length;
    await page.tap('onCall');
    await publish();
    expect(phone.asked).toHaveLength(asked);
    await expectBalance({ available: 0, spent: 1 });
  });

  test('Wednesday: the service is out of reach; he allows twice, and closes the mini program', async () => {
    choice = 'accept';
    isServiceAway = true;
    for (let times = 0; times < 2; times += 1) {
      await program.open('pages/goods/detail?id=1&from=message');
      await remindMe();
      expect(card()).toMatchObject({ state: 'on' });
    }
    await eventually(() => expect(waiting()).toBe(2), patience);
  });

  test('Thursday: opened again, on a network that loses an answer; both count once, and the parked message goes out', async () => {
    phone = newPhone(phone.storage);
    isServiceAway = false;
    losesAnswers = 1;
    await start();
    await program.open('pages/goods/list');
    expect(card()).toMatchObject({ state: 'on' });
    await eventually(async () => {
      phone.setOnline(true);
      expect(waiting()).toBe(0);
      expect(await messages()).toHaveLength(2);
    }, patience);
    await expectBalance({ available: 1, spent: 2 });
    expect(losesAnswers).toBe(0);
  });

  test('Friday: nobody knows his session any more; he allows, and it counts', async () => {
    const session = { token: 'nobody-knows', untilMs: Date.now() + 9e8 };
    phone = newPhone(phone.storage.set(`yuexin:${appId}:session`, session));
    await start();
    await program.open('pages/goods/detail?id=2&from=message');
    await remindMe();
    await expectBalance({ available: 2, spent: 2 });
    expect(waiting()).toBe(0);
  });

  test('Saturday: a new phone; it knows nothing, he logs in by his number, and nothing is asked for that is in stock', async () => {
    phone = newPhone();
    await start();
    const page = await program.open('pages/goods/list');
    expect(page.data).toMatchObject({ isLoggedIn: false });
    await logIn();
    const detail = await program.open('pages/goods/detail?id=1');
    await detail.tap('onCall');
    expect(phone.asked).toEqual([]);
    await expectBalance({ available: 2, spent: 2 });
  });

  test('Sunday: he rejects it in the settings, the card leads there; allowed again, the message that waited goes out', async () => {
    settled = { [templateId]: 'reject' };
    await simulated('settings/reject', { templateId });
    await expectBalance({ available: 0, void: 2 });
    const page = await program.open('pages/goods/list');
    expect(page.data).toMatchObject({ isBlocked: true, canAsk: false });
    await publish();
    expect(phone.asked).toEqual([]);

    settled = {};
    await simulated('settings/accept', { templateId });
    await page.tell('onSettingsClosed');
    await page.tap('onRemindMe');
    await eventually(async () => expect(await messages()).toHaveLength(3), patience);
    await expectBalance({ available: 0, reserved: 0, spent: 3, void: 2 });
  });

  test('in all that week every accept was counted once and none was lost', async () => {
    const { available, reserved, spent, void: gone } = await balance();
    expect(accepts).toBe(5);
    expect(available + reserved + spent + gone).toBe(accepts);
    expect(program.problems.filter((problem) => problem.includes('storage'))).toEqual([]);
  });
});
