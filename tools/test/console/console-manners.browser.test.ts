import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { freightApp, goodsTemplate } from '../../src/demo/freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { findViolations, settle, sumOfGzipped } from './look-at-page.ts';
import { openConsole, type ConsoleBed, type ConsoleWindow } from './open-console.ts';

jest.setTimeout(180_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const phone = { width: 390, height: 844 };

let bed: ConsoleBed;
let pushId: string;

beforeAll(async () => {
  bed = await openConsole();
  pushId = (await bed.push(bed.driver)).id;
  await bed.fault({ kind: 'errcode', value: 47003, times: 1 });
  const refused = await bed.push(bed.driver, { onNoGrant: 'send-anyway' });
  await bed.waitForState(refused.id, 'dead');
}, 120_000);
afterAll(() => bed.close());

const paths = (): string[] => [
  ...[
    '/',
    '/causes',
    '/pushes',
    `/pushes/${pushId}`,
    '/audiences',
    '/dead-letters',
    '/unconfirmed',
    '/users',
  ],
  ...[`/users/${appId}/${bed.driver.openid}`, '/grants', '/templates'],
  ...[`/templates/${appId}/${templateId}`, '/apps', `/apps/${appId}`, '/keys', '/webhooks'],
  ...['/board', '/audit', '/nothing-here'],
];

/** As one who is told that it did not work does: once more. */
async function signOut(page: Page): Promise<void> {
  const form = page.locator('input[type=password]');
  const refused = page.getByText('没能退出');
  for (let tries = 0; tries < 3; tries += 1) {
    await page.getByRole('button', { name: '管理员' }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await form.or(refused).first().waitFor({ timeout: 60_000 });
    if (await form.isVisible()) return;
    await refused.waitFor({ state: 'detached' });
  }
  throw new Error('Signing out was refused three times.');
}

/** As the browser tells a page that another tab is in front of it, or none any more. */
const showTab = (page: Page, state: 'hidden' | 'visible'): Promise<unknown> =>
  page.evaluate(
    `Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
     document.dispatchEvent(new Event('visibilitychange'))`,
  );

describe('every page', () => {
  test.each([
    { language: 'zh', theme: 'light', size: { width: 1280, height: 800 } },
    { language: 'en', theme: 'dark', size: phone },
  ])(
    'is read well by everybody in $language, $theme, $size.width wide',
    async ({ language, theme, size }) => {
      const window = await bed.open(size);
      const { page } = window;
      await page.addInitScript(
        `localStorage.setItem('yuexin.language', '${language}'); localStorage.setItem('yuexin.theme', '${theme}')`,
      );
      await page.goto('/console/');
      await page.locator('input[type=password]').waitFor();
      expect(await findViolations(page)).toEqual([]);
      await window.signIn();
      await settle(page);
      for (const [at, path] of paths().entries()) {
        if (at > 0) await window.visit(path);
        await settle(page);
        expect({ path, violations: await findViolations(page) }).toEqual({ path, violations: [] });
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect({ path, overflow }).toEqual({ path, overflow: 0 });
      }
      expect(window.troubles).toEqual([]);
      await window.context.close();
    },
  );
});

describe('the console', () => {
  let window: ConsoleWindow;
  let page: Page;
  beforeAll(async () => {
    window = await bed.open();
    page = window.page;
  });
  afterAll(() => window.context.close());

  test('asks for a key at a deep link, says what is wrong with a bad one, and leads there with a good one', async () => {
    await page.goto('/console/dead-letters');
    await page.locator('input[type=password]').fill('yx_wrong');
    await page.keyboard.press('Enter');
    await page.getByText('密钥无效或已失效').waitFor();
    expect(await page.getByRole('link', { name: '这是什么意思' }).getAttribute('href')).toBe(
      '/problems/unauthenticated',
    );
    await page.locator('input[type=password]').fill(bed.stack.adminKey);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '死信', level: 1 }).waitFor();
  });

  test('loads less than 400 kB, gzipped, before anything is drawn', async () => {
    const fresh = await bed.open();
    await fresh.signIn();
    await settle(fresh.page);
    const loaded = await fresh.page.evaluate<string[]>(
      `performance.getEntriesByType('resource').map(({ name }) => name)`,
    );
    const files = loaded.filter((name) => /\/assets\/(?!drawn-chart|chart-option)/.test(name));
    expect(files.length).toBeGreaterThan(5);
    expect(sumOfGzipped(files)).toBeLessThan(400_000);
    await fresh.context.close();
  });

  test('changes its language, and keeps it', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Dead letters', level: 1 }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Dead letters', level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { name: '死信', level: 1 }).waitFor();
  });

  test('is used by the keyboard alone: search, a dialog, and out of it again', async () => {
    await page.goto('/console/');
    await page.getByRole('heading', { name: '概况', level: 1 }).waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type(pushId);
    await page.keyboard.press('Enter');
    await page.locator('.push-state').getByText('等待授权').waitFor();
    const cancel = page.getByRole('button', { name: '取消推送' });
    for (let steps = 0; steps < 60; steps += 1) {
      if ((await cancel.and(page.locator(':focus')).count()) > 0) break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('不能撤销').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await page.locator('.push-state').getByText('等待授权').waitFor();
  });

  test('tells a lost network by a banner, and goes on by itself when it is back', async () => {
    await page.goto('/console/');
    await page.getByRole('heading', { name: '概况', level: 1 }).waitFor();
    await page.evaluate('window.isTheSamePage = true');
    await window.context.setOffline(true);
    await page.getByText('与服务的连接断开了').waitFor();
    await window.context.setOffline(false);
    await page.getByText('与服务的连接断开了').waitFor({ state: 'detached' });
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
  });

  test('may be open in more tabs than a browser has connections to a host', async () => {
    const tabs: Page[] = [];
    for (let count = 0; count < 8; count += 1) {
      const tab = await window.context.newPage();
      await tab.goto('/console/audit');
      await tab.getByRole('heading', { name: '审计', level: 1 }).waitFor();
      await showTab(tab, 'hidden');
      tabs.push(tab);
    }
    await Promise.all(tabs.slice(1).map((tab) => tab.close()));
    const [first] = tabs;
    const stream = first!.waitForRequest(/\/v1\/console\/live/);
    await showTab(first!, 'visible');
    await stream;
    await first!.close();
  });

  test('asks for the key over the page when the session ended, and what was typed is still there', async () => {
    await page.goto('/console/pushes');
    await page.getByLabel('bizId', { exact: true }).fill('goods-42');
    await window.context.clearCookies();
    await page.getByText('登录已过期').waitFor();
    await page.getByRole('dialog').locator('input[type=password]').fill(bed.stack.adminKey);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.getByLabel('bizId', { exact: true }).inputValue()).toBe('goods-42');
    expect(page.url()).toContain('/console/pushes');
  });

  test('shows a viewer what there is, and no button that a viewer may not press', async () => {
    const { key } = await callJson<{ key: string }>(`${bed.stack.apiUrl}/v1/api-keys`, {
      key: bed.stack.adminKey,
      body: { name: 'viewer', scopes: ['push:read'] },
    });
    const viewer = await bed.open();
    await viewer.signIn('/dead-letters', key);
    await viewer.page.getByText('模板参数不符合规则').waitFor();
    expect(await viewer.page.getByRole('button', { name: '预览重放' }).count()).toBe(0);
    for (const name of ['密钥', '审计', '队列'])
      expect(await viewer.page.getByRole('link', { name, exact: true }).count()).toBe(0);
    await viewer.goTo(`/pushes/${pushId}`);
    await viewer.page.locator('.push-state').waitFor();
    expect(await viewer.page.getByRole('button', { name: '取消推送' }).count()).toBe(0);
    expect(viewer.troubles).toEqual([]);
    await viewer.context.close();
  });

  test('is left by signing out: the cookie is worth nothing after it', async () => {
    await page.goto('/console/');
    await signOut(page);
    await page.goto('/console/audit');
    await page.locator('input[type=password]').waitFor();
  });
});
