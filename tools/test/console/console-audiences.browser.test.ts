import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import type { Locator, Page } from 'playwright-core';
import { freightApp, goodsTemplate } from '../../src/demo/freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { findViolations, settle } from './look-at-page.ts';
import { openConsole, type ConsoleBed, type ConsoleWindow } from './open-console.ts';

jest.setTimeout(180_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const patient = { timeout: 60_000 };

let bed: ConsoleBed;
let window: ConsoleWindow;
let page: Page;

type Progress = { accepted: number; parked: number; refused: number; waiting: number };
type Shown = { id: string; state: string; progress: Progress };

beforeAll(async () => {
  bed = await openConsole();
  window = await bed.open();
  page = window.page;
  await window.signIn('/audiences');
}, 120_000);
afterAll(() => bed.close());

const button = (name: string, within: Page | Locator = page): Locator =>
  within.getByRole('button', { name, exact: true });
const dialog = (): Locator => page.getByRole('dialog');
const state = (): Locator => page.locator('.push-state');
const call = <T>(path: string, body?: object, method?: string): Promise<T> =>
  callJson<T>(`${bed.stack.apiUrl}/v1${path}`, {
    ...{ key: bed.stack.adminKey, body },
    ...(method !== undefined && { method }),
  });
const actionsOf = async (action: string): Promise<{ reason: string | null }[]> =>
  (await call<{ data: { reason: string | null }[] }>(`/audit?action=${action}`)).data;

const make = (over: object = {}): Promise<Shown> =>
  call<Shown>('/audiences', {
    ...{ appId, templateId, recipients: 'upload', ratePerSecond: 100, onUnknownRecipient: 'park' },
    data: { thing1: '{{from}}-->{{to}}', thing2: '钢材 32 吨' },
    ...over,
  });

/** People whom nobody has met: their pushes wait for a login. */
const strangers = (count: number): string =>
  Array.from({ length: count }, (_, at) => `+86139${String(10_000_000 + at)},广州,上海`).join('\n');

async function bring(id: string, lines: string): Promise<void> {
  const response = await fetch(`${bed.stack.apiUrl}/v1/audiences/${id}/recipients`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${bed.stack.adminKey}`, 'Content-Type': 'text/csv' },
    body: `phone,from,to\n${lines}\n`,
  });
  expect(response.status).toBe(200);
}

describe('audiences in the console', () => {
  test('a list is brought as a file, what is wrong with it is told, and the rest is sent after a preview', async () => {
    const users = await bed.makeUsers(3);
    await Promise.all(users.map((user) => bed.allow(user)));
    const { id } = await make({ name: '春季运价' });
    await page.getByRole('region', { name: '群发' }).getByText('春季运价').click();
    await page.getByText('还没有收件人').waitFor();
    const lines = [
      'openid,from,to',
      ...users.map(({ openid }) => `${openid},广州,上海`),
      `${users[0]!.openid},深圳,北京`,
      `${users[1]!.openid},广州,${'上海'.repeat(12)}`,
    ];
    await page.locator('input[type=file]').setInputFiles({
      ...{ name: 'drivers.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) },
    });
    await state().getByText('可以开始').waitFor(patient);
    await page.getByText('与第 2 行是同一人').waitFor();
    const leftOut = page.getByRole('region', { name: '没有发送的行' }).getByRole('row');
    await leftOut.filter({ hasText: '最多 20' }).getByText('有问题').waitFor();
    await page.locator('.message-card').getByText('{{from}}-->{{to}}').waitFor();
    await button('试算并开始').click();
    const row = (name: string): Locator => dialog().getByRole('row').filter({ hasText: name });
    await row('会发出').getByText('3', { exact: true }).waitFor(patient);
    await row('有问题的行').getByText('1', { exact: true }).waitFor();
    await dialog().getByLabel('原因').fill('周一的运价');
    await button('开始，发给 3 人', dialog()).dblclick();
    await state().getByText('已完成').waitFor(patient);
    await page.getByText('3 / 3').waitFor();
    await page.locator('.message-card').getByText('广州-->上海').waitFor(patient);
    expect((await call<Shown>(`/audiences/${id}`)).progress.accepted).toBe(3);
    expect(await actionsOf('audience.start')).toMatchObject([{ reason: '周一的运价' }]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载 CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.csv$/);
  });

  test('one under way is paused, and cancelled for good with a reason; what was made stays', async () => {
    const { id } = await make({ name: '太慢了', ratePerSecond: 1 });
    await bring(id, strangers(400));
    await call(`/audiences/${id}/start`, {});
    await window.goTo(`/audiences/${id}`);
    await state().getByText('进行中').waitFor(patient);
    await button('暂停群发').click();
    await dialog().getByText('等到恢复').waitFor();
    await button('暂停群发', dialog()).click();
    await state().getByText('已暂停').waitFor();
    const paused = await call<Shown>(`/audiences/${id}`);
    expect(paused.state).toBe('paused');
    await button('取消群发').click();
    expect(await button('取消群发', dialog()).isDisabled()).toBe(true);
    await dialog().getByLabel('原因').fill('发错了人');
    await button('取消群发', dialog()).dblclick();
    await state().getByText('已取消').waitFor();
    const { progress } = await call<Shown>(`/audiences/${id}`);
    expect(progress).toEqual(paused.progress);
    expect(progress.waiting).toBeGreaterThan(0);
    expect(await actionsOf('audience.cancel')).toMatchObject([{ reason: '发错了人' }]);
    expect(await button('取消群发').count()).toBe(0);
  });

  test('one that is held up says by what, and goes on when it is not', async () => {
    await call(`/apps/${appId}/pause`, { reason: '检查' });
    const { id } = await make({ name: '等着' });
    await bring(id, strangers(2));
    await call(`/audiences/${id}/start`, {});
    await window.goTo(`/audiences/${id}`);
    await page.getByText('应用已暂停，恢复后自动继续。').waitFor(patient);
    await call(`/apps/${appId}/resume`, {});
    await state().getByText('已完成').waitFor(patient);
    await page.getByText('应用已暂停').waitFor({ state: 'detached' });
  });

  test('who may only look sees all of it and no button that steers', async () => {
    const { id } = await make({ name: '只看' });
    await bring(id, strangers(2));
    const { key } = await call<{ key: string }>('/api-keys', {
      ...{ name: 'viewer', scopes: ['push:read'] },
    });
    const viewer = await bed.open();
    await viewer.signIn(`/audiences/${id}`, key);
    await viewer.page.locator('.push-state').getByText('可以开始').waitFor();
    for (const name of ['试算并开始', '取消群发'])
      expect(await button(name, viewer.page).count()).toBe(0);
    await button('试算', viewer.page).click();
    await viewer.page.getByRole('row').filter({ hasText: '会等待登录' }).waitFor(patient);
    expect(await viewer.page.getByRole('button', { name: /^开始/ }).count()).toBe(0);
    expect(viewer.troubles).toEqual([]);
    await viewer.context.close();
  });
});

describe('sending rules in the console', () => {
  const localTime = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit' },
  });
  /** Quiet now, whatever the clock shows. */
  const clockIn = (hours: number): string => localTime.format(Date.now() + hours * 3_600_000);

  test('quiet hours are set with a reason; what is wrong with them stands at its field', async () => {
    await window.goTo(`/apps/${appId}`);
    await page.getByText('没有规则，随时可发').waitFor();
    await button('修改规则').click();
    await dialog().getByRole('radio', { name: '有', exact: true }).check();
    await dialog().getByLabel('从', { exact: true }).fill(clockIn(-2));
    await dialog().getByLabel('到', { exact: true }).fill(clockIn(3));
    await dialog().getByLabel('时区').fill('Mars/Olympus');
    await page.keyboard.press('Tab');
    await button('添加上限', dialog()).click();
    await dialog().getByLabel('原因').fill('夜里不打扰司机');
    await button('修改规则', dialog()).click();
    const zone = dialog().locator('.ant-form-item').filter({ hasText: '时区' }).last();
    await zone.getByText('应为 IANA 时区').waitFor();
    await dialog().getByLabel('时区').fill('Asia/Shanghai');
    await page.keyboard.press('Tab');
    // By its type: on a slow machine the mark of the first answer's wait is still part of its name.
    await dialog().locator('button[type=submit]').dblclick();
    await dialog().waitFor({ state: 'hidden' });
    await page.getByText('（Asia/Shanghai）不打扰').waitFor();
    await page.getByText('每人 1 天内至多 5 条').waitFor();
    expect(await actionsOf('app.sending-rules')).toMatchObject([{ reason: '夜里不打扰司机' }]);
  });

  test('a push that they hold says until when and why; an urgent one about its purpose goes out', async () => {
    const [user] = await bed.makeUsers(1);
    await bed.allow(user!);
    const held = await bed.push(user!);
    await eventually(
      async () =>
        (await call<{ heldUntil?: string }>(`/pushes/${held.id}`)).heldUntil !== undefined,
      { timeoutMs: 60_000 },
    );
    await window.goTo(`/pushes/${held.id}`);
    await state().getByText('发送规则的静默时段').waitFor();
    await state().getByText('规则推迟至').waitFor();
    const urgent = await bed.push(user!, { isUrgent: true, purpose: 'order-42' });
    await bed.waitForState(urgent.id, 'sent');
    await window.goTo(`/pushes/${urgent.id}`);
    await page.getByText('紧急', { exact: true }).waitFor();
    await page.getByText('order-42').first().waitFor();
  });

  test('a grant that is kept for a purpose is told as such of its user', async () => {
    const [user] = await bed.makeUsers(1);
    await call(`/apps/${appId}/sending-rules`, { keepForPurposeSeconds: 86_400 }, 'PUT');
    await call(`/apps/${appId}/grants`, {
      grants: [{ openid: user!.openid, templateId, count: 1, purpose: 'order-7' }],
    });
    await window.goTo(`/users/${appId}/${user!.openid}`);
    await page.getByRole('columnheader', { name: '专用保留' }).waitFor();
    await page.getByRole('tab', { name: '授权' }).click();
    await page.getByText('order-7').waitFor();
    await page.getByText('保留至').waitFor();
  });
});

test('a key is made for certain addresses, which the list of keys shows', async () => {
  await window.goTo('/keys');
  await button('新建密钥').first().click();
  await dialog().getByLabel('名称').fill('机房里的系统');
  await dialog().getByLabel('限于地址').fill('203.0.113.7,10.0.0.0/8');
  await page.keyboard.press('Enter');
  await button('新建密钥', dialog()).dblclick();
  await page.locator('.secret').waitFor();
  await button('我已保存好').click();
  const row = page.getByRole('row').filter({ hasText: '机房里的系统' });
  await row.getByText('203.0.113.7').waitFor();
  await row.getByText('10.0.0.0/8').waitFor();
  expect(await row.count()).toBe(1);
});

test.each(
  ['light', 'dark'].flatMap((theme) =>
    [1280, 390].map((width) => ({ theme, width, language: width === 390 ? 'en' : 'zh' })),
  ),
)('all of it is read well by everybody: $theme, $width wide, $language', async (look) => {
  const { theme, width, language } = look;
  const seen = await bed.open({ width, height: 800 });
  await seen.page.addInitScript(
    `localStorage.setItem('yuexin.language', '${language}'); localStorage.setItem('yuexin.theme', '${theme}')`,
  );
  const { data } = await call<{ data: Shown[] }>('/audiences');
  const ready = data.find((audience) => audience.state === 'ready');
  const open = await make();
  await seen.signIn('/audiences');
  const check = async (what: string): Promise<void> => {
    await settle(seen.page);
    const overflow = await seen.page.evaluate('document.documentElement.scrollWidth - innerWidth');
    const violations = await findViolations(seen.page);
    expect({ what, overflow, violations }).toEqual({ what, overflow: 0, violations: [] });
  };
  await seen.page.getByRole('row').nth(1).waitFor();
  await check('list');
  await seen.goTo(`/audiences/${open.id}`);
  await seen.page.locator('input[type=file]').waitFor({ state: 'attached' });
  await check('open');
  await seen.goTo(`/audiences/${ready!.id}`);
  await seen.page.getByRole('button', { name: /^(试算并开始|Preview and start)$/ }).click();
  await seen.page.locator('.counts').nth(1).waitFor(patient);
  await check('preview');
  await seen.goTo(`/apps/${appId}`);
  await seen.page.getByRole('button', { name: /^(修改规则|Change the rules)$/ }).click();
  await seen.page.getByRole('dialog').getByRole('radio').last().check();
  await seen.page.getByRole('button', { name: /^(添加上限|Add a cap)$/ }).click();
  await seen.page.getByRole('button', { name: /^(为模板另设|Add rules for a template)$/ }).click();
  await check('rules');
  expect(seen.troubles).toEqual([]);
  await seen.context.close();
});

test('had no error of a page and no refusal of its policy in all of this', () => {
  expect(window.troubles).toEqual([]);
});
