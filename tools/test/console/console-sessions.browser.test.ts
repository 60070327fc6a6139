import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  jest,
  test,
} from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { freightApp } from '../../src/demo/freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { openConsole, type ConsoleBed, type ConsoleWindow } from './open-console.ts';

jest.setTimeout(180_000);

const { appId } = freightApp;
const patient = { timeout: 60_000 };

let bed: ConsoleBed;
let window: ConsoleWindow;
let page: Page;

beforeAll(async () => {
  bed = await openConsole();
}, 120_000);
afterAll(() => bed.close());
beforeEach(async () => {
  window = await bed.open();
  page = window.page;
  await window.signIn(`/apps/${appId}`);
});
afterEach(async () => {
  expect(window.troubles).toEqual([]);
  await window.context.close();
});

const button = (name: string, within: Page | Locator = page): Locator =>
  within.getByRole('button', { name, exact: true });
const asked = (): Locator => page.getByRole('dialog').filter({ hasText: '停止发送' });
const ended = (of: Page): Locator => of.getByText('登录已过期');
const call = <T>(path: string, body?: object): Promise<T> =>
  callJson<T>(`${bed.stack.apiUrl}/v1${path}`, {
    ...{ key: bed.stack.adminKey, ...(body !== undefined && { body }) },
  });
/** How often it was done. */
const timesOf = async (action: string): Promise<number> =>
  (await call<{ data: unknown[] }>(`/audit?action=${action}&limit=200`)).data.length;

/** Another tab of this browser signs in: its cookie takes the place of the one before. */
async function signInElsewhere(key: string = bed.stack.adminKey): Promise<void> {
  const tab = await window.context.newPage();
  await tab.goto('/console/');
  const headers = { 'content-type': 'application/json' };
  const given = JSON.stringify({ method: 'POST', headers, body: JSON.stringify({ key }) });
  const status = await tab.evaluate(
    `fetch('/v1/console/session', ${given}).then(({ status }) => status)`,
  );
  expect(status).toBe(201);
  await tab.close();
}

/** Somebody comes back to a tab; a browser without a screen shows all of them always. */
const comeBack = (to: Page): Promise<void> =>
  to.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);

async function typeReason(reason: string): Promise<void> {
  await button('暂停发送').click();
  await asked().getByLabel('原因').fill(reason);
}

async function signInOver(of: Page, key: string): Promise<void> {
  await of.getByRole('dialog').filter({ hasText: '登录已过期' }).getByLabel('API 密钥').fill(key);
  await of.keyboard.press('Enter');
}

describe('a session that ends', () => {
  test('while a reason is typed is entered anew over the page, and what was begun is done once', async () => {
    const before = await timesOf('app.pause');
    await typeReason('换班');
    await window.context.clearCookies();
    await button('暂停发送', asked()).click();
    await ended(page).waitFor(patient);
    await signInOver(page, bed.stack.adminKey);
    await ended(page).waitFor({ state: 'detached' });
    expect(await asked().getByLabel('原因').inputValue()).toBe('换班');
    await asked().getByRole('button', { name: '暂停发送' }).dblclick();
    await button('恢复发送').waitFor();
    expect(await timesOf('app.pause')).toBe(before + 1);
    await call(`/apps/${appId}/resume`, {});
  });

  test('in two tabs is entered in one, and the other goes on by itself when one comes back to it', async () => {
    const other = await window.context.newPage();
    await other.goto('/console/pushes');
    await other.getByRole('heading', { name: '推送', level: 1 }).waitFor(patient);
    await window.context.clearCookies();
    await ended(page).waitFor(patient);
    await ended(other).waitFor(patient);
    await signInOver(page, bed.stack.adminKey);
    await ended(page).waitFor({ state: 'detached' });
    await comeBack(other);
    await ended(other).waitFor({ state: 'detached', ...patient });
  });

  test('and is entered by somebody else shows nothing of what was read before', async () => {
    const { key } = await call<{ key: string }>('/api-keys', {
      ...{ name: 'viewer', scopes: ['push:read'] },
    });
    await call(`/apps/${appId}/pause`, { reason: '只给管理员看的' });
    await call(`/apps/${appId}/resume`, {});
    await window.visit('/audit');
    const secret = page.getByText('只给管理员看的').first();
    await secret.waitFor();
    await window.context.clearCookies();
    await page.getByRole('link', { name: '应用', exact: true }).click();
    await ended(page).waitFor(patient);
    await page.goBack();
    await signInOver(page, key);
    await ended(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: '查看' }).waitFor();
    await secret.waitFor({ state: 'detached' });
    expect(await page.getByRole('link', { name: '密钥', exact: true }).count()).toBe(0);
  });
});

describe('a sign-in in another tab', () => {
  test('leaves this one able to change something, which is done once', async () => {
    const before = await timesOf('app.pause');
    await signInElsewhere();
    await typeReason('两个标签页');
    await button('暂停发送', asked()).click();
    await button('恢复发送').waitFor();
    expect(await timesOf('app.pause')).toBe(before + 1);
    await call(`/apps/${appId}/resume`, {});
  });

  test('by somebody else makes this one theirs, and nothing is done in their name', async () => {
    const before = await timesOf('app.pause');
    const { key } = await call<{ key: string }>('/api-keys', {
      ...{ name: 'other', scopes: ['admin'] },
    });
    await typeReason('不是我按的');
    await signInElsewhere(key);
    await button('暂停发送', asked()).click();
    await asked().waitFor({ state: 'detached' });
    await button('暂停发送').waitFor();
    expect(await timesOf('app.pause')).toBe(before);
    await page.getByRole('button', { name: '管理员' }).click();
    await page.getByRole('menuitem', { name: 'other' }).waitFor();
  });

  test('does not keep this one from signing out', async () => {
    await signInElsewhere();
    await page.getByRole('button', { name: '管理员' }).click();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.locator('input[type=password]').waitFor();
    expect((await window.context.request.get('/v1/console/session')).status()).toBe(401);
  });
});
