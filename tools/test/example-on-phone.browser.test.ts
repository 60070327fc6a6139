import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { seedFreightApp } from '../src/demo/seed-freight-app.ts';
import { openPrivateStack } from './open-private-stack.ts';

jest.setTimeout(120_000);

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];

describe('The example mini program on the simulator’s phone', () => {
  let opened: Awaited<ReturnType<typeof openPrivateStack>>;
  let browser: Browser;
  let page: Page;
  const troubles: string[] = [];
  const button = (name: string) => page.getByRole('button', { name, exact: true });

  beforeAll(async () => {
    opened = await openPrivateStack({ queueUrl: null });
    await seedFreightApp(opened.stack);
    browser = await chromium.launch({
      ...(process.env.CHROMIUM_PATH !== undefined && { executablePath: process.env.CHROMIUM_PATH }),
      args: flags,
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on('pageerror', (error) => troubles.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') troubles.push(message.text());
    });
    await page.goto(`${opened.stack.simulatorUrl}/_sim/phone`);
  });
  afterAll(async () => {
    await browser.close();
    await opened.close();
  });

  test('when it is opened, then its own pages are shown, and the driver logs in by phone', async () => {
    await button('关闭').click();
    await page.getByRole('button', { name: '示例小程序' }).click();
    await page.getByText('钢材 32 吨').waitFor();
    await button('手机号快捷登录').click();
    await button('允许').click();
    await page.getByText('有匹配的货源时提醒我').waitFor();
  });

  test('when "remind me" is refused, then the card says so and nags no more; a tap later it is allowed', async () => {
    await button('提醒我').click();
    await button('取消').click();
    await page.getByText('好的，这次不提醒').waitFor();
    await button('提醒我').click();
    await button('允许').click();
    await page.getByText('已订阅').waitFor();
    await button('提醒我').waitFor({ state: 'detached' });
  });

  test('when goods are published, then the message arrives; its card leads to them, where the next reminder is offered', async () => {
    await button('发布货源').click();
    await button('发布').click();
    await page.getByText('请填写出发地、目的地和货物').waitFor();
    await page.getByPlaceholder('出发地').fill('深圳');
    await page.getByPlaceholder('目的地').fill('北京');
    await page.getByPlaceholder('货物').fill('水果');
    await page.getByPlaceholder('吨数').fill('10');
    await button('发布').click();
    await page.locator('.banner').click({ timeout: 30_000 });
    await page.locator('.notice', { hasText: '【深圳】-->【北京】' }).click();
    await page.locator('.wx-root .route', { hasText: '深圳 → 北京' }).waitFor();
    await button('提醒我').click();
    await button('允许').click();
    await page.getByText('已订阅').waitFor();
  });

  test('when the user rejects it in the settings, then the card leads there, and back', async () => {
    await button('拒收').first().click();
    await button('返回').click();
    await page.getByRole('button', { name: '示例小程序' }).click();
    await page.getByText('提醒已被关闭').waitFor();
    await button('去设置').click();
    await page.getByText('有匹配的货源时提醒我').waitFor();
    await button('提醒我').click();
    await button('允许').click();
    await page.getByText('已订阅').waitFor();
  });

  test('when all this was done, then the page had no error and broke no policy', () => {
    expect(troubles).toEqual([]);
  });
});
