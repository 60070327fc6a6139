import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { freightApp, goodsTemplate } from '../../src/demo/freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { openConsole, type ConsoleBed, type ConsoleWindow } from './open-console.ts';

jest.setTimeout(180_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const patient = { timeout: 60_000 };

let bed: ConsoleBed;
let window: ConsoleWindow;
let page: Page;

beforeAll(async () => {
  bed = await openConsole();
  window = await bed.open();
  page = window.page;
  await window.signIn('/');
}, 120_000);
afterAll(() => bed.close());
afterEach(() => expect(window.troubles.splice(0)).toEqual([]));

const button = (name: string, within: Page | Locator = page): Locator =>
  within.getByRole('button', { name, exact: true });
/** One that worked a moment ago may still be called "loading …". */
const againButton = (name: string, within: Locator): Locator =>
  within.getByRole('button', { name });
const dialog = (): Locator => page.getByRole('dialog');
const call = <T>(path: string, body?: object, method?: string): Promise<T> =>
  callJson<T>(`${bed.stack.apiUrl}/v1${path}`, {
    ...{ key: bed.stack.adminKey, ...(body !== undefined && { body }) },
    ...(method !== undefined && { method }),
  });
/** How often it was done. */
const timesOf = async (action: string): Promise<number> =>
  (await call<{ data: unknown[] }>(`/audit?action=${action}&limit=200`)).data.length;

async function openPause(reason: string): Promise<void> {
  await window.goTo(`/apps/${appId}`);
  await button('暂停发送').click();
  await dialog().getByLabel('原因').fill(reason);
}
async function resume(): Promise<void> {
  await button('恢复发送').click();
  await button('恢复发送', dialog()).click();
  await button('暂停发送').waitFor();
}

describe('an api that goes and comes back', () => {
  test('is told by a banner, which goes by itself; what was asked meanwhile failed, says so, and is done once when asked again', async () => {
    const before = await timesOf('app.pause');
    await openPause('换班');
    await page.evaluate('window.isTheSamePage = true');
    await bed.replaceApi(async () => {
      await page.getByText('与服务的连接断开了').waitFor(patient);
      await button('暂停发送', dialog()).dblclick();
      await dialog().getByText('没有收到回应').waitFor(patient);
    });
    await page.getByText('与服务的连接断开了').waitFor({ state: 'detached', ...patient });
    await againButton('暂停发送', dialog()).dblclick();
    await button('恢复发送').waitFor();
    expect(await timesOf('app.pause')).toBe(before + 1);
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
    await resume();
  });

  test('live figures go on where they were, without a reload', async () => {
    await window.goTo('/');
    await page.getByRole('heading', { name: '概况', level: 1 }).waitFor();
    await bed.replaceApi(() => page.getByText('与服务的连接断开了').waitFor(patient));
    await page.getByText('与服务的连接断开了').waitFor({ state: 'detached', ...patient });
    await call(`/apps/${appId}/pause`, { reason: '看得见吗' });
    await page.getByText('看得见吗').first().waitFor(patient);
    await call(`/apps/${appId}/resume`, {});
    await page
      .getByText('看得见吗')
      .first()
      .waitFor({ state: 'detached', ...patient });
  });
});

describe('code that is fetched when it is needed', () => {
  test('of a chart that did not come at once comes later, and the page stands without it', async () => {
    let asked = 0;
    await page.route('**/assets/drawn-chart*', (route) => {
      asked += 1;
      return asked === 1 ? route.abort() : route.continue();
    });
    await window.goTo('/');
    await page.getByRole('img', { name: '收发情况' }).waitFor(patient);
    expect(asked).toBe(2);
    await page.unroute('**/assets/drawn-chart*');
  });

  test('of a page that is opened without a network comes when it is back', async () => {
    await window.goTo('/keys');
    await page.getByRole('heading', { name: '密钥', level: 1 }).waitFor();
    await page.evaluate('window.isTheSamePage = true');
    await window.context.setOffline(true);
    await page.getByText('与服务的连接断开了').waitFor(patient);
    await page.getByRole('link', { name: '为何未送达' }).click();
    await window.context.setOffline(false);
    await page.getByRole('heading', { name: '为何未送达', level: 1 }).waitFor(patient);
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
  });
});

describe('a network that is lost', () => {
  test('keeps what was typed; what is pressed meanwhile is done once, when it is back', async () => {
    const before = await timesOf('app.pause');
    await openPause('断网');
    await window.context.setOffline(true);
    await button('暂停发送', dialog()).click();
    await page.getByText('与服务的连接断开了').waitFor(patient);
    expect(await dialog().getByLabel('原因').inputValue()).toBe('断网');
    await window.context.setOffline(false);
    await page.getByText('与服务的连接断开了').waitFor({ state: 'detached', ...patient });
    // Whether the first press waited for the network or failed, one more makes it one pause in all.
    if (await dialog().isVisible()) await againButton('暂停发送', dialog()).click();
    await button('恢复发送').waitFor();
    expect(await timesOf('app.pause')).toBe(before + 1);
    await resume();
  });
});

describe('one call that gets no answer', () => {
  test('says so in its place, and leaves no banner while the stream goes on', async () => {
    await window.goTo('/keys');
    await page.getByRole('heading', { name: '密钥', level: 1 }).waitFor();
    await page.route('**/v1/webhook-endpoints*', (route) => route.abort());
    await page.getByRole('link', { name: '回调端点' }).click();
    await page.getByText('没有收到回应').first().waitFor(patient);
    await page.getByText('与服务的连接断开了').waitFor({ state: 'detached', ...patient });
    await page.unroute('**/v1/webhook-endpoints*');
    await button('再试一次').click();
    await page.getByText('没有收到回应').waitFor({ state: 'detached', ...patient });
  });
});

describe('a double click', () => {
  /** Opens what a button asks, and presses its own twice. */
  async function pressTwice(name: string, reason?: string): Promise<void> {
    await button(name).first().click();
    if (reason !== undefined) await dialog().getByLabel('原因').fill(reason);
    await button(name, dialog()).dblclick();
    await dialog().waitFor({ state: 'hidden' });
  }

  test('on the buttons of a push does it once', async () => {
    const [user] = await bed.makeUsers(1);
    const { id } = await bed.push(user!);
    await bed.waitForState(id, 'parked');
    await window.goTo(`/pushes/${id}`);
    await pressTwice('取消推送', '点错了');
    await page.locator('.push-state').getByText('已取消').waitFor();
    expect(await timesOf('push.cancel')).toBe(1);
    await bed.allow(user!);
    await bed.fault({ kind: 'errcode', value: 47003, times: 1 });
    const dead = await bed.push(user!);
    await bed.waitForState(dead.id, 'dead');
    await window.goTo(`/pushes/${dead.id}`);
    await pressTwice('重放');
    await bed.waitForState(dead.id, 'sent');
    expect(await timesOf('push.replay')).toBe(1);
  });

  test('on those of a template, an app and its settings does it once', async () => {
    await window.goTo(`/templates/${appId}/${templateId}`);
    await pressTwice('暂停模板', '改版');
    await pressTwice('恢复模板');
    await button('暂停模板').waitFor();
    expect([await timesOf('template.pause'), await timesOf('template.resume')]).toEqual([1, 1]);
    await window.goTo(`/apps/${appId}`);
    await pressTwice('强制刷新令牌', '令牌泄露了');
    expect(await timesOf('app.token-refresh')).toBe(1);
    await page.getByLabel('名称').fill('货源');
    await button('保存').dblclick();
    await page.getByText('已保存').first().waitFor();
    expect(await timesOf('app.update')).toBe(1);
    const before = await timesOf('template.sync');
    await window.goTo(`/templates?appId=${appId}`);
    await pressTwice('同步');
    expect(await timesOf('template.sync')).toBe(before + 1);
  });

  test('on a test send sends one message', async () => {
    const [user] = await bed.makeUsers(1);
    await bed.allow(user!);
    await window.goTo(`/templates/${appId}/${templateId}`);
    await page.getByLabel('收件人').fill(user!.openid);
    await page.getByLabel('路线 (thing1)').fill('【广州】-->【上海】');
    await page.getByLabel('货物 (thing2)').fill('钢材');
    await page.getByText('会发出').waitFor();
    await button('发送测试').dblclick();
    await page.locator('.push-state').getByText('已发送').waitFor(patient);
    const { data } = await call<{ data: unknown[] }>(`/pushes?openid=${user!.openid}`);
    expect(data).toHaveLength(1);
  });

  test('on those of an endpoint, a key and a user does it once', async () => {
    const url = 'https://example.com/twice';
    const { id } = await call<{ id: string }>('/webhook-endpoints', { url });
    await window.goTo(`/webhooks/${id}`);
    await pressTwice('停用', '对方在搬家');
    await button('启用').waitFor();
    await pressTwice('启用');
    await button('停用').waitFor();
    await pressTwice('发送测试');
    const { data } = await call<{ data: unknown[] }>(`/webhook-endpoints/${id}/callbacks`);
    expect(data).toHaveLength(1);
    await button('更换签名密钥').click();
    await dialog().getByLabel('原因').fill('一年一换');
    await button('更换签名密钥', dialog()).dblclick();
    await page.locator('.secret').waitFor();
    await button('我已保存好').click();
    expect(await timesOf('webhook-endpoint.rotate-secret')).toBe(1);
    await pressTwice('删除', '不用了');
    await page.getByRole('heading', { name: '回调端点', level: 1 }).waitFor();
    expect(await timesOf('webhook-endpoint.delete')).toBe(1);

    await call('/api-keys', { name: 'twice', scopes: ['push:read'] });
    await window.goTo('/keys');
    const row = page.getByRole('row').filter({ hasText: 'twice' });
    const before = await timesOf('api-key.revoke');
    await button('吊销', row).click();
    await dialog().getByLabel('原因').fill('不用了');
    await button('吊销', dialog()).dblclick();
    await row.getByText('已失效').waitFor();
    expect(await timesOf('api-key.revoke')).toBe(before + 1);

    const [user] = await bed.makeUsers(1);
    await window.goTo(`/users/${appId}/${user!.openid}`);
    await pressTwice('删除个人数据', '本人要求');
    await page.getByRole('heading', { name: '用户', level: 1 }).waitFor();
    expect(await timesOf('user.erase')).toBe(1);
  });

  test('on the button that signs in makes one session', async () => {
    const before = await timesOf('console.sign-in');
    const fresh = await bed.open();
    await fresh.page.goto('/console/');
    await fresh.page.locator('input[type=password]').fill(bed.stack.adminKey);
    await button('登录', fresh.page).dblclick();
    await fresh.page.locator('#page').waitFor();
    expect((await timesOf('console.sign-in')) - before).toBeLessThanOrEqual(1);
    const cookies = await fresh.context.cookies();
    expect(cookies.filter(({ name }) => name === 'yuexin_console')).toHaveLength(1);
    expect(fresh.troubles).toEqual([]);
    await fresh.context.close();
  });
});

describe('a filter', () => {
  test('that matches nothing says so, and is cleared by a button', async () => {
    await window.goTo('/pushes?errcode=48001');
    await page.getByText('没有符合条件的推送').waitFor();
    await button('清空').click();
    await page.getByRole('row').nth(1).waitFor();
    expect(new URL(page.url()).search).toBe('');
    await window.goTo('/pushes?templateId=nobody&state=sent,dead&reason=frequency-cap');
    await page.getByText('没有符合条件的推送').waitFor();
    await window.goTo('/audit?action=nobody.did');
    await page.locator('.ant-empty').waitFor();
    await window.goTo('/dead-letters?appId=wx0000000000000000');
    await page.getByText('没有死信').waitFor();
  });

  test('that matches everything shows a page, and the next on demand', async () => {
    const [user] = await bed.makeUsers(1);
    const texts = Array.from({ length: 60 }, (_, at) => ({
      thing1: `第${String(at)}条`,
      thing2: '钢材',
    }));
    for (const data of texts) await bed.push(user!, { data });
    const states =
      'scheduled,parked,queued,sending,retrying,unconfirmed,sent,dead,expired,cancelled';
    await window.goTo(`/pushes?appId=${appId}&state=${states}`);
    const rows = page.getByRole('region', { name: '推送' }).locator('tbody tr[data-row-key]');
    await rows.nth(49).waitFor();
    expect(await rows.count()).toBe(50);
    await button('加载更多').dblclick();
    await rows.nth(60).waitFor();
    const ids = await rows.evaluateAll((all) =>
      all.map((row) => (row as unknown as { dataset: { rowKey: string } }).dataset.rowKey),
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('with what is no value of it is refused in words, and the page stays', async () => {
    await window.goTo('/pushes?errcode=4x4&appId=%3Cscript%3E');
    await page.getByRole('alert').first().waitFor();
    await button('清空').click();
    await page.getByRole('row').nth(1).waitFor();
  });
});

describe('text that looks like HTML', () => {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>{{7*7}}';
  const short = '<img src=x onerror=hack()>';

  test('is text wherever the console shows what somebody wrote', async () => {
    const [user] = await bed.makeUsers(1);
    const data = { thing1: '<img src=x>', thing2: '<b>钢材</b>' };
    const push = await bed.push(user!, { data, bizId: evil, metadata: { note: evil } });
    await bed.waitForState(push.id, 'parked');
    await call(`/apps/${appId}`, { name: evil }, 'PATCH');
    await call(`/apps/${appId}/pause`, { reason: evil });
    await call('/api-keys', { name: evil, scopes: ['push:read'] });
    await call('/webhook-endpoints', {
      url: `https://example.com/?q=${encodeURIComponent(short)}`,
    });
    await call('/audiences', {
      ...{ appId, templateId, recipients: 'upload', name: evil },
      data: { thing1: '<b>{{a}}</b>', thing2: '钢材' },
    });
    const cancelled = await bed.push(user!, { data, bizId: short });
    await call(`/pushes/${cancelled.id}/cancel`, { reason: evil });
    const seen: [path: string, text: string][] = [
      ['/', evil],
      [`/pushes/${push.id}`, '<b>钢材</b>'],
      [`/pushes?bizId=${encodeURIComponent(evil)}`, evil],
      [`/pushes/${cancelled.id}`, evil],
      [`/apps/${appId}`, evil],
      ['/apps', evil],
      ['/keys', evil],
      ['/audiences', evil],
      ['/audit', evil],
      ['/webhooks', encodeURIComponent('<img')],
      [`/users/${appId}/${encodeURIComponent(short)}`, '找不到'],
    ];
    for (const [at, [path, text]] of seen.entries()) {
      await (at === 0 ? window.goTo(path) : window.visit(path));
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page
        .getByText(text)
        .or(page.locator(`input[value=${JSON.stringify(text)}]`))
        .first()
        .waitFor();
      const made = await page.locator('img[src="x"], #page script, #page b').count();
      const hacked = await page.evaluate('window.hacked === undefined');
      expect({ path, made, hacked }).toEqual({ path, made: 0, hacked: true });
    }
    await call(`/apps/${appId}/resume`, {});
  });
});
