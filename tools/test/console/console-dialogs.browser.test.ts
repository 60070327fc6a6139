import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Locator, Page, Route } from 'playwright-core';
import { freightApp, goodsTemplate } from '../../src/demo/freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { findViolations, settle } from './look-at-page.ts';
import {
  openConsole,
  type ConsoleBed,
  type ConsoleWindow,
  type ShownPush,
} from './open-console.ts';

jest.setTimeout(180_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const patient = { timeout: 60_000 };

let bed: ConsoleBed;
let window: ConsoleWindow;
let page: Page;
let endpointId: string;

const button = (name: string, within: Page | Locator = page): Locator =>
  within.getByRole('button', { name, exact: true });
const dialog = (): Locator => page.getByRole('dialog');
const call = <T>(path: string, body?: object, method?: string): Promise<T> =>
  callJson<T>(`${bed.stack.apiUrl}/v1${path}`, {
    ...{ key: bed.stack.adminKey, ...(body !== undefined && { body }) },
    ...(method !== undefined && { method }),
  });

/** Refused by WeChat, for their data. */
async function makeDead(count: number): Promise<ShownPush[]> {
  const users = await bed.makeUsers(count);
  await Promise.all(users.map((user) => bed.allow(user)));
  await bed.fault({ kind: 'errcode', value: 47003, times: count });
  const pushes = await Promise.all(users.map((user) => bed.push(user)));
  await Promise.all(pushes.map(({ id }) => bed.waitForState(id, 'dead')));
  return pushes;
}

/** Nobody knows whether its user got it, and it has ended. */
async function makeDoubtful(): Promise<ShownPush> {
  const [user] = await bed.makeUsers(1);
  await bed.allow(user!);
  await bed.fault({ kind: 'drop-event', times: 1 });
  await bed.fault({ kind: 'hang-after-commit', times: 1 });
  const push = await bed.push(user!, { onUnconfirmed: 'hold', ttlSeconds: 15 });
  await bed.waitForState(push.id, 'unconfirmed');
  await bed.waitForState(push.id, 'dead');
  return push;
}

/** The answer to such a call comes when it is let through; `asked` counts the calls that were made. */
async function holdAnswers(
  address: string,
  change: (json: object) => object = (json) => json,
): Promise<{ asked: () => number; let: () => Promise<void> }> {
  const answers: Promise<void>[] = [];
  let open: () => void = () => undefined;
  const isOpen = new Promise<void>((resolve) => {
    open = resolve;
  });
  const answer = async (route: Route): Promise<void> => {
    const response = await route.fetch();
    await isOpen;
    await route.fulfill({ response, json: change((await response.json()) as object) });
  };
  const held = async (route: Route): Promise<void> => {
    const request = route.request();
    const isPreview = request.postData()?.includes('dryRun') === true;
    if (request.method() !== 'POST' || isPreview) return route.continue();
    answers.push(answer(route));
    await answers.at(-1);
  };
  await page.route(address, held);
  return {
    asked: () => answers.length,
    async let() {
      open();
      await Promise.all(answers);
      await page.unroute(address, held);
    },
  };
}

/** By the cross, by Escape and beside it: whoever is busy cannot be left. */
async function tryToLeave(): Promise<void> {
  await page.keyboard.press('Escape');
  const cross = dialog().locator('.ant-modal-close');
  if (await cross.isVisible()) await cross.click();
  await page.mouse.click(5, 400);
  expect(await dialog().isVisible()).toBe(true);
}

beforeAll(async () => {
  bed = await openConsole();
  await makeDoubtful();
  await makeDead(3);
  const url = 'https://example.com/told';
  endpointId = (await call<{ id: string }>('/webhook-endpoints', { url })).id;
  window = await bed.open();
  page = window.page;
  await window.signIn('/');
}, 180_000);
afterAll(() => bed.close());

describe('a dialog on a phone', () => {
  const dialogs = (): { path: string; opens: RegExp }[] => [
    { path: '/dead-letters', opens: /^(预览重放|Preview a replay)$/ },
    { path: '/dead-letters', opens: /^(放弃…|Discard…)$/ },
    { path: `/apps/${appId}`, opens: /^(暂停发送|Pause sending)$/ },
    { path: `/templates/${appId}/${templateId}`, opens: /^(暂停模板|Pause the template)$/ },
    { path: '/keys', opens: /^(新建密钥|Make a key)$/ },
    { path: '/keys', opens: /^(轮换|Rotate)$/ },
    { path: `/webhooks/${endpointId}`, opens: /^(停用|Disable)$/ },
    { path: `/users/${appId}/${bed.driver.openid}`, opens: /^(删除个人数据|Erase personal data)$/ },
  ];

  test.each([
    { language: 'zh', theme: 'light' },
    { language: 'en', theme: 'dark' },
  ])('is read well by everybody: $language, $theme', async ({ language, theme }) => {
    const phone = await bed.open({ width: 390, height: 844 });
    await phone.page.addInitScript(
      `localStorage.setItem('yuexin.language', '${language}'); localStorage.setItem('yuexin.theme', '${theme}')`,
    );
    await phone.signIn('/');
    for (const { path, opens } of dialogs()) {
      await phone.goTo(path);
      await settle(phone.page);
      await phone.page.getByRole('button', { name: opens }).first().click();
      const opened = phone.page.getByRole('dialog');
      await opened.waitFor();
      await opened.locator('.ant-skeleton').waitFor({ state: 'detached' });
      const what = `${path} ${String(opens)}`;
      const overflow = await phone.page.evaluate(
        'document.documentElement.scrollWidth - innerWidth',
      );
      const violations = await findViolations(phone.page);
      // A text that is squeezed stands one character a line.
      const heights = await phone.page.evaluate<number[]>(
        `[...document.querySelectorAll('.dialog-foot .grow')].map((one) => one.clientHeight)`,
      );
      const isSqueezed = heights.some((height) => height > 50);
      expect({ what, overflow, violations, isSqueezed }).toEqual({
        ...{ what, overflow: 0, violations: [], isSqueezed: false },
      });
    }
    expect(phone.troubles).toEqual([]);
    await phone.context.close();
  });
});

describe('what cannot be taken back', () => {
  const ask = async (path: string, opens: string): Promise<Locator> => {
    await window.goTo(path);
    await button(opens).first().click();
    await dialog().waitFor();
    return button(opens, dialog());
  };
  const reasonOf = async (action: string): Promise<string | null | undefined> =>
    (await call<{ data: { reason: string | null }[] }>(`/audit?action=${action}`)).data[0]?.reason;

  test.each([
    { opens: '停用', action: 'webhook-endpoint.update' },
    { opens: '更换签名密钥', action: 'webhook-endpoint.rotate-secret' },
  ])('of an endpoint asks why: $opens', async ({ opens, action }) => {
    const confirm = await ask(`/webhooks/${endpointId}`, opens);
    expect(await confirm.isDisabled()).toBe(true);
    await dialog().getByLabel('原因').fill(`为了${opens}`);
    await confirm.click();
    await dialog().filter({ hasText: '原因' }).waitFor({ state: 'hidden' });
    expect(await reasonOf(action)).toBe(`为了${opens}`);
  });

  test('of a key asks why, and says when it was used last', async () => {
    await call('/api-keys', { name: '没用过的', scopes: ['push:read'] });
    await window.goTo('/keys');
    const row = page.getByRole('row').filter({ hasText: '没用过的' });
    await button('吊销', row).click();
    await dialog().getByText('从未使用过').waitFor();
    await button('先不做', dialog()).click();
    await dialog().waitFor({ state: 'hidden' });
    await button('轮换', row).click();
    expect(await button('轮换', dialog()).isDisabled()).toBe(true);
    await dialog().getByLabel('原因').fill('一年一换');
    await button('轮换', dialog()).click();
    await page.locator('.secret').waitFor();
    await button('我已保存好').click();
    expect(await reasonOf('api-key.rotate')).toBe('一年一换');
  });

  test('says how much it touches', async () => {
    const [user] = await bed.makeUsers(1);
    await Promise.all([1, 2].map(() => bed.push(user!)));
    await ask(`/users/${appId}/${user!.openid}`, '删除个人数据');
    await dialog().getByText('会取消 2 条还没有发出的推送').waitFor();
    await ask(`/templates/${appId}/${templateId}`, '暂停模板');
    await dialog().getByText('现在有 2 条还没有发出').waitFor();
    await ask(`/webhooks/${endpointId}`, '删除');
    await dialog().getByText('还没送出的回调').waitFor();
    // The stream is silent: the api is asked.
    await page.route('**/v1/console/live', (route) => route.abort());
    await ask(`/apps/${appId}`, '暂停发送');
    await dialog().getByText('现在有 0 条在等').waitFor();
    await page.unroute('**/v1/console/live');
  });
});

describe('a dialog whose work is under way', () => {
  test('of a new key stays until the key is shown', async () => {
    await window.goTo('/keys');
    await button('新建密钥').first().click();
    await dialog().getByLabel('名称').fill('慢慢来');
    const answers = await holdAnswers('**/v1/api-keys');
    await dialog().locator('.ant-modal-footer .ant-btn-primary').click();
    await dialog().locator('.ant-btn-loading').waitFor();
    await tryToLeave();
    await answers.let();
    await page.locator('.secret').waitFor();
    await button('我已保存好').click();
    expect(answers.asked()).toBe(1);
  });

  test('of an audience stays until it is started', async () => {
    const { id } = await call<{ id: string }>('/audiences', {
      ...{ appId, templateId, name: '慢慢来', recipients: 'upload', ratePerSecond: 100 },
      data: { thing1: '{{from}}-->{{to}}', thing2: '钢材' },
    });
    const list = `openid,from,to\n${bed.driver.openid},广州,上海\n`;
    const brought = await fetch(`${bed.stack.apiUrl}/v1/audiences/${id}/recipients`, {
      method: 'PUT',
      headers: { Authorization: `Bearer ${bed.stack.adminKey}`, 'Content-Type': 'text/csv' },
      body: list,
    });
    expect(brought.status).toBe(200);
    await window.goTo(`/audiences/${id}`);
    await button('试算并开始').click();
    const answers = await holdAnswers('**/v1/audiences/*/start');
    await button('开始，发给 1 人', dialog()).click(patient);
    await dialog().locator('.ant-btn-loading').waitFor();
    await tryToLeave();
    await answers.let();
    await dialog().waitFor({ state: 'hidden' });
    expect(answers.asked()).toBe(1);
  });

  test('of a replay keeps what was typed when duplicates are allowed, and leads to the replay', async () => {
    await window.goTo('/dead-letters');
    await button('预览全部重放').click();
    await dialog().getByLabel('原因').fill('货还在');
    const double = dialog().getByRole('checkbox');
    await double.focus();
    await page.keyboard.press('Space');
    await dialog().locator('.counts').waitFor(patient);
    expect(await double.isChecked()).toBe(true);
    expect(await double.and(page.locator(':focus')).count()).toBe(1);
    expect(await dialog().getByLabel('原因').inputValue()).toBe('货还在');
    await dialog().getByLabel('原因').fill('');
    expect(await button('重放 4 条', dialog()).isDisabled()).toBe(true);
    await double.focus();
    await page.keyboard.press('Space');
    await dialog().locator('.counts').waitFor(patient);
    const answers = await holdAnswers('**/v1/replays');
    await button('重放 3 条', dialog()).click();
    await dialog().locator('.ant-btn-loading').waitFor();
    await tryToLeave();
    expect(page.url()).toContain('/dead-letters');
    await answers.let();
    await page.getByRole('heading', { name: '重放', level: 1 }).waitFor();
    expect(answers.asked()).toBe(1);
  });

  test('of discarding is stopped by its button, which says how many are discarded', async () => {
    const [kept] = await makeDead(3);
    await window.goTo('/dead-letters');
    const group = page.locator('.cards > li').filter({ hasText: '47003' });
    await button('放弃…', group).click();
    await dialog().getByLabel('原因').fill('货已售出');
    // As if there were more than one call can do.
    const answers = await holdAnswers('**/v1/dead-letters/discard', (json) => ({
      ...json,
      isComplete: false,
    }));
    await button('放弃 3 条', dialog()).click();
    await button('停下', dialog()).waitFor();
    await tryToLeave();
    expect(await button('先不做', dialog()).count()).toBe(0);
    await button('停下', dialog()).click();
    await answers.let();
    await dialog().getByText('已停下：3 条中放弃了 3 条').waitFor();
    expect(answers.asked()).toBe(1);
    await button('先不做', dialog()).click();
    await dialog().waitFor({ state: 'hidden' });
    await group.waitFor({ state: 'detached' });
    await bed.waitForState(kept!.id, 'cancelled');
  });

  test('of discarding ends with the page, and says how far it came', async () => {
    await makeDead(2);
    await window.goTo('/causes');
    await page.getByRole('link', { name: '死信' }).click();
    const group = page.locator('.cards > li').filter({ hasText: '47003' });
    await button('放弃…', group).click();
    await dialog().getByLabel('原因').fill('货已售出');
    const answers = await holdAnswers('**/v1/dead-letters/discard', (json) => ({
      ...json,
      isComplete: false,
    }));
    await button('放弃 2 条', dialog()).click();
    await button('停下', dialog()).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: '为何未送达', level: 1 }).waitFor();
    await answers.let();
    await page.getByText('已停下：2 条中放弃了 2 条').waitFor();
    expect(answers.asked()).toBe(1);
  });
});

describe('what is shown', () => {
  test('of a day that cannot be read is no chart of the last hour', async () => {
    await page.route('**/v1/stats?*minutes=1440*', (route) => route.abort());
    await window.goTo('/?span=day');
    const card = page.locator('.ant-card').filter({ hasText: '收发情况' });
    await card.getByText('没有收到回应').waitFor(patient);
    expect(await card.getByRole('img', { name: '收发情况' }).count()).toBe(0);
    await page.unroute('**/v1/stats?*minutes=1440*');
  });

  test('of settings stays as it was typed when somebody else changes the app, and says so', async () => {
    await window.goTo(`/apps/${appId}`);
    await page.getByLabel('名称').fill('货源通');
    await call(`/apps/${appId}`, { sendRatePerSecond: 77 }, 'PATCH');
    await page.getByText('别人刚改了这些设置').waitFor(patient);
    expect(await page.getByLabel('名称').inputValue()).toBe('货源通');
    expect(await page.getByLabel('发送速率上限').inputValue()).toBe('77');
  });

  test('of the queues is dark where the console is', async () => {
    await page.evaluate(`localStorage.setItem('yuexin.theme', 'dark')`);
    await window.goTo('/board');
    await page.frameLocator('iframe').locator('body.dark-mode').waitFor();
    await page.evaluate(`localStorage.setItem('yuexin.theme', 'light')`);
  });

  test('of a search keeps its one time', async () => {
    await window.goTo('/pushes?from=2026-01-05T08:00:00.000Z');
    await button('查找').click();
    await page.getByRole('heading', { name: '推送', level: 1 }).waitFor();
    expect(new URL(page.url()).searchParams.get('from')).toBe('2026-01-05T08:00:00.000Z');
  });
});

test('had no error of a page and no refusal of its policy in all of this', () => {
  expect(window.troubles).toEqual([]);
});
