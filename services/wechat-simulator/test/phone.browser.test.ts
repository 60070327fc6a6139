import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { findChromium } from './find-chromium.ts';
import { startSimulator, type TestSimulator } from './simulator-harness.ts';

const launchMs = 60_000;
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let simulator: TestSimulator;
let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  simulator = await startSimulator();
  browser = await chromium.launch({ executablePath: findChromium(), args: flags });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  await page.goto(`${simulator.url}/_sim/phone`);
}, launchMs);
afterAll(async () => {
  await browser.close();
  await simulator.close();
});

/** One message to the demo's user, by WeChat's own endpoint. */
async function sendToDemo(): Promise<unknown> {
  const [app] = (await simulator.control('GET', '/apps')).json.data as {
    appId: string;
    templates: { templateId: string; title: string }[];
  }[];
  const appId = app!.appId;
  await simulator.control('POST', '/apps', { appId, appSecret: 'known' });
  const credentials = { grant_type: 'client_credential', appid: appId, secret: 'known' };
  const token = (await simulator.call('POST', '/cgi-bin/stable_token', credentials)).json;
  const users = (await simulator.control('GET', `/apps/${appId}/users`)).json;
  const [user] = users.data as { openid: string }[];
  const { templateId } = app!.templates.find(({ title }) => title === '新货源提醒')!;
  const path = `/cgi-bin/message/subscribe/send?access_token=${String(token.access_token)}`;
  const answer = await simulator.call('POST', path, {
    touser: user!.openid,
    template_id: templateId,
    page: 'pages/goods/detail?id=42',
    data: {
      thing1: { value: '【广州】-->【上海】' },
      thing2: { value: '<b>钢材</b> 32 吨' },
      time3: { value: '2026-11-24 09:00' },
      amount4: { value: '¥6976.00' },
    },
  });
  return answer.json.errcode;
}

describe('the phone in a browser', () => {
  it('when nothing is there yet, then a demo can be made with one click', async () => {
    await page.getByRole('button', { name: '建一个演示小程序' }).click();
    await page.getByRole('button', { name: '手机号快捷登录' }).waitFor();
    expect(await page.locator('.nav-title').textContent()).toBe('货运通');
  });

  it('when the user logs in and unticks one template, then only the other is granted', async () => {
    await page.getByRole('button', { name: '手机号快捷登录' }).click();
    expect(await page.locator('.sheet-choice b').textContent()).toBe('138****8000');
    await page.getByRole('button', { name: '允许', exact: true }).click();
    await page.getByRole('button', { name: '订阅提醒' }).click();
    await page.getByRole('checkbox', { name: /运单状态通知/ }).click();
    await page.getByRole('button', { name: '允许', exact: true }).click();
    await page.getByText('还可收到 1 条提醒').waitFor();
    expect(await page.locator('.balance-left').allTextContents()).toEqual(['1', '0']);
  });

  it('when a message is sent, then a banner drops, and the card shows labels and values as text', async () => {
    expect(await sendToDemo()).toBe(0);
    await page.locator('.banner').click();
    await page.locator('.notice').waitFor();
    expect(await page.locator('.notice-title').textContent()).toBe('新货源提醒');
    expect(await page.locator('.notice .notice-item').allTextContents()).toEqual([
      '线路【广州】-->【上海】',
      '货物<b>钢材</b> 32 吨',
      '装货时间2026-11-24 09:00',
      '运价¥6976.00',
    ]);
    expect(await page.locator('.balance-left').allTextContents()).toEqual(['0', '0']);
  });

  it('when the card is tapped, then the mini program opens at its page', async () => {
    await page.locator('.notice').click();
    const shown = await page.locator('.detail-tech').textContent();
    expect(shown).toContain('pages/goods/detail');
    expect(shown).toContain('42');
  });

  it('when a fault is tapped, then the next send draws it and the button is free again', async () => {
    await page.getByRole('button', { name: '45011 分钟配额' }).click();
    await page.locator('.fault-on').waitFor();
    expect(await sendToDemo()).toBe(45011);
    await page.locator('.log-result', { hasText: '45011' }).waitFor();
    await page.locator('.fault-on').waitFor({ state: 'detached' });
  });

  it('when English is chosen, then the words change', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Grants' }).waitFor();
    expect(await page.title()).toBe('Yuexin · WeChat simulator');
  });

  it('when all this was done, then the page had no error and broke no policy', () => {
    expect(troubles).toEqual([]);
  });
});
