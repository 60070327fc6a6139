import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';
import { startSimulator, type TestSimulator } from './simulator-harness.ts';

jest.setTimeout(120_000);

const launchMs = 60_000;
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let simulator: TestSimulator;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

type SimApp = { appId: string; templates: { templateId: string; title: string }[] };
type SimUser = { userId: string; openid: string; nickname: string };
let app: SimApp;

async function open(
  options: { width?: number; theme?: 'light' | 'dark'; language?: 'zh' | 'en' } = {},
): Promise<Page> {
  const { width = 1280, theme = 'light', language = 'zh' } = options;
  const viewport = { width, height: width < 500 ? 844 : 800 };
  const context = await browser.newContext({
    ...{ viewport, colorScheme: theme, reducedMotion: 'reduce' },
  });
  const opened = await context.newPage();
  opened.setDefaultTimeout(20_000);
  opened.on('pageerror', (error) => troubles.push(error.message));
  opened.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await opened.goto(`${simulator.url}/_sim/phone`);
  if (language === 'en') await opened.getByRole('button', { name: 'English' }).click();
  return opened;
}

const addUser = async (user: object): Promise<SimUser> =>
  (await simulator.control('POST', `/apps/${app.appId}/users`, user)).json as unknown as SimUser;

/** By WeChat's own endpoint; resolves to the errcode. */
async function send(openid: string): Promise<unknown> {
  const credentials = { grant_type: 'client_credential', appid: app.appId, secret: 'known' };
  const token = (await simulator.call('POST', '/cgi-bin/stable_token', credentials)).json;
  const path = `/cgi-bin/message/subscribe/send?access_token=${String(token.access_token)}`;
  const { templateId } = app.templates.find(({ title }) => title === '新货源提醒')!;
  const answer = await simulator.call('POST', path, {
    touser: openid,
    template_id: templateId,
    page: 'pages/goods/detail?id=42',
    data: {
      thing1: { value: '【广州】-->【上海】' },
      thing2: { value: '钢材 32 吨' },
      time3: { value: '2026-11-24 09:00' },
      amount4: { value: '¥6976.00' },
    },
  });
  return answer.json.errcode;
}
const allow = ({ userId }: SimUser) =>
  simulator.control('POST', `/users/${userId}/subscribe`, {
    results: Object.fromEntries(app.templates.map(({ templateId }) => [templateId, 'accept'])),
  });
const person = (name: string): Locator =>
  page.locator('.people').getByRole('button', { name: new RegExp(name) });
const slider = (name: string): Locator => page.getByRole('slider', { name });
/** The faults become these, and no others. */
const becomes = (wanted: object[]): Promise<unknown> =>
  eventually(async () => {
    const { json } = await simulator.control('GET', '/faults');
    expect(json.data).toMatchObject(wanted);
  });

beforeAll(async () => {
  simulator = await startSimulator();
  browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  page = await open();
  await page.getByRole('button', { name: '建一个演示小程序' }).click();
  await person('陈师傅').waitFor();
  [app] = (await simulator.control('GET', '/apps')).json.data as [SimApp];
  await simulator.control('POST', '/apps', { appId: app.appId, appSecret: 'known' });
}, launchMs);
afterAll(async () => {
  await browser.close();
  await simulator.close();
});

describe('the list of users', () => {
  it('when somebody comes, is granted or gets a message, then it says so by itself, whoever has the phone', async () => {
    const wang = await addUser({ nickname: '王师傅', phone: '+8613900000001' });
    await person('王师傅').getByText('139****0001').waitFor();
    await allow(wang);
    await person('王师傅').getByTitle('还可收到几条').getByText('2').waitFor();
    expect(await send(wang.openid)).toBe(0);
    await person('王师傅').getByTitle('还可收到几条').getByText('1').waitFor();
    await person('王师傅').getByTitle('收到的消息').getByText('1').waitFor();
    expect(await person('陈师傅').getAttribute('aria-pressed')).toBe('true');
  });

  it('when one is tapped, by the keyboard as well, then the phone is theirs, and the focus stays', async () => {
    await person('王师傅').focus();
    await page.keyboard.press('Enter');
    await page.locator('.fact').getByText('+8613900000001').waitFor();
    expect(await person('王师傅').getAttribute('aria-pressed')).toBe('true');
    expect(await person('王师傅').and(page.locator(':focus')).count()).toBe(1);
    await page.locator('.person-row').last().click();
    await page.locator('.fact').getByText('+8613800138000').waitFor();
  });

  it('when there are many, then they are searched by name, phone and OpenID', async () => {
    for (let number = 1; number <= 8; number += 1)
      await addUser({ nickname: `司机${String(number)}`, phone: `+861370000000${String(number)}` });
    const search = page.getByRole('searchbox');
    await search.fill('13700000003');
    await person('司机3').waitFor();
    expect(await page.locator('.person-row').count()).toBe(1);
    await search.fill('谁也不是');
    await page.getByText('没有这样的人').waitFor();
    await search.fill('');
    await page.locator('.person-row').nth(9).waitFor();
    expect(await page.locator('.person-row').count()).toBe(10);
  });
});

it('each template is a card with its example as the phone shows it, its kind and its grants', async () => {
  const card = page.locator('.template').filter({ hasText: '新货源提醒' });
  expect(await card.locator('.notice-item').allTextContents()).toEqual([
    '线路【广州】-->【上海】',
    '货物钢材 32 吨',
    '装货时间2026-11-24 09:00',
    '运价¥6976.00',
  ]);
  await card.getByText('一次性').waitFor();
  await card.getByText('允许 0 · 已用 0 · 作废 0').waitFor();
  await card.getByRole('button', { name: '拒收' }).click();
  await card.getByText('已拒收').waitFor();
  await card.getByRole('button', { name: '恢复' }).click();
  await card.getByText('已拒收').waitFor({ state: 'detached' });
});

describe('faults by slider', () => {
  it('when a share is set, then it holds until it is moved back, and others see it', async () => {
    const driver = await addUser({ nickname: '李师傅' });
    for (let times = 0; times < 4; times += 1) await allow(driver);
    await slider('系统繁忙').focus();
    await page.keyboard.press('End');
    await page.locator('.rate').filter({ hasText: '系统繁忙' }).getByText('100%').waitFor();
    await becomes([{ kind: 'errcode', value: -1, probability: 1 }]);
    expect([await send(driver.openid), await send(driver.openid)]).toEqual([-1, -1]);
    const other = await open();
    await other.locator('.rate').filter({ hasText: '系统繁忙' }).getByText('100%').waitFor();
    await other.context().close();
    await page.keyboard.press('Home');
    await becomes([]);
    expect(await send(driver.openid)).toBe(0);
  });

  it('when it is moved fast, then what was wanted last stands, once', async () => {
    await slider('丢送达事件').focus();
    for (let steps = 0; steps < 8; steps += 1) await page.keyboard.press('ArrowRight');
    await becomes([{ kind: 'drop-event', probability: 0.4 }]);
    await slider('回答变慢').focus();
    for (let steps = 0; steps < 3; steps += 1) await page.keyboard.press('ArrowRight');
    await page.locator('.rate').filter({ hasText: '回答变慢' }).getByText('300 ms').waitFor();
    await becomes([{ kind: 'drop-event' }, { kind: 'delay', value: 300 }]);
  });

  it('when faults are cleared, or set by another way, then the sliders follow', async () => {
    await page.getByRole('button', { name: /^清除/ }).click();
    await page.locator('.rate[data-on="true"]').first().waitFor({ state: 'detached' });
    await simulator.control('POST', '/faults', {
      ...{ path: '/cgi-bin/message/subscribe/send', kind: 'hang-after-commit', probability: 0.25 },
    });
    await page.locator('.rate').filter({ hasText: '发出但不回答' }).getByText('25%').waitFor();
    expect(await page.locator('.fault-on').count()).toBe(0);
    await simulator.control('DELETE', '/faults');
    await page.locator('.rate[data-on="true"]').first().waitFor({ state: 'detached' });
  });
});

it('the log goes on while one reads in it: what is open stays open, and what is focused stays focused', async () => {
  const driver = await addUser({ nickname: '赵师傅' });
  await allow(driver);
  await send(driver.openid);
  const row = page.locator('.log-row').first();
  await row.focus();
  await page.keyboard.press('Enter');
  await page.locator('.log-body').waitFor();
  await send(driver.openid);
  await page.locator('.log-result', { hasText: '43101' }).waitFor();
  expect(await page.locator('.log-body').count()).toBe(1);
  expect(await page.evaluate(`document.activeElement.getAttribute('aria-expanded')`)).toBe('true');
});

describe('everybody reads it well', () => {
  beforeAll(async () => {
    const users = (await simulator.control('GET', `/apps/${app.appId}/users`)).json.data;
    const chen = (users as SimUser[]).find(({ nickname }) => nickname === '陈师傅')!;
    await allow(chen);
    expect(await send(chen.openid)).toBe(0);
  });

  it.each(
    (['light', 'dark'] as const).flatMap((theme) =>
      [1280, 390].map(
        (width) => ({ theme, width, language: width === 390 ? 'en' : 'zh' }) as const,
      ),
    ),
  )('$theme, $width wide, $language', async (look) => {
    const seen = await open(look);
    const check = async (what: string): Promise<void> => {
      await seen.evaluate(axe);
      // What is half faded in has the contrast of neither.
      await seen.evaluate(`Promise.all(document.getAnimations()
        .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
        .map(({ finished }) => finished.catch(() => undefined)))`);
      const violations = await seen.evaluate<string[]>(`
        axe.run().then(({ violations }) =>
          violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html.slice(0, 160)).join(' ')))`);
      const overflow = await seen.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect({ what, violations, overflow }).toEqual({ what, violations: [], overflow: 0 });
    };
    await seen
      .locator('.people')
      .getByRole('button', { name: /陈师傅/ })
      .click();
    await seen.locator('.fact').getByText('+8613800138000').waitFor();
    await check('mini program');
    await seen.getByRole('button', { name: /^(手机号快捷登录|Log in with phone number)$/ }).click();
    await seen.locator('.sheet').waitFor();
    await check('sheet');
    await seen.locator('.sheet-no').click();
    await seen.getByRole('button', { name: /^(关闭|Close)$/ }).click();
    await seen.locator('.chat-row').first().waitFor();
    await check('chats');
    await seen
      .locator('.chat-row')
      .filter({ hasText: /服务通知|Service Messages/ })
      .click();
    await seen.locator('.notice').first().waitFor();
    await check('messages');
    await seen.locator('.notice').first().click();
    await seen.locator('.detail-tech').waitFor();
    await check('page of a message');
    await seen.context().close();
  });
});

it('had no error and broke no policy in all of this', () => {
  expect(troubles).toEqual([]);
});
