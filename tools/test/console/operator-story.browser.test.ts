import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '@yuexin/testkit';
import type { Locator, Page } from 'playwright-core';
import { driver as driverPhone, freightApp, goodsTemplate } from '../../src/demo/freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { openConsole, type ConsoleBed, type ConsoleWindow } from './open-console.ts';

jest.setTimeout(120_000);

const { appId } = freightApp;
const { templateId } = goodsTemplate;
const dead = 50;
const patient = { timeout: 40_000 };

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

const button = (name: string, within: Page | Locator = page): Locator =>
  within.getByRole('button', { name, exact: true });
const dialog = (): Locator => page.getByRole('dialog');
const heading = (name: string): Locator => page.getByRole('heading', { name, level: 1 });

describe('an operator at the console', () => {
  test('sees a parked push go out and be confirmed, live, when the user allows', async () => {
    const push = await bed.push(bed.driver);
    await window.goTo(`/pushes/${push.id}`);
    const state = page.locator('.push-state');
    await state.getByText('等待授权').waitFor();
    await page.getByText('钢材 32 吨').first().waitFor();
    await callJson(`${bed.stack.simulatorUrl}/_sim/users/${bed.driver.userId}/subscribe`, {
      body: { results: { [templateId]: 'accept' } },
    });
    await state.getByText('已发送 · 已送达').waitFor(patient);
    await page.getByText('由微信事件证明').waitFor();
  });

  test('finds a push by the phone, which is in no address and shown masked', async () => {
    const [code, phoneCode] = await Promise.all(
      ['login-code', 'phone-code'].map(async (kind) => {
        const path = `/_sim/users/${bed.driver.userId}/${kind}`;
        return (await callJson<{ code: string }>(bed.stack.simulatorUrl + path, { body: {} })).code;
      }),
    );
    await callJson(`${bed.stack.apiUrl}/v1/mp/login`, { body: { appId, code, phoneCode } });
    const push = await bed.push(bed.driver, { to: driverPhone });
    await window.goTo('/');
    // The page listens once it is there.
    await heading('概况').waitFor();
    await page.locator('body').press('/');
    await page.keyboard.type(driverPhone.phone);
    await page.keyboard.press('Enter');
    await heading('推送').waitFor();
    const row = page.getByRole('row').filter({ hasText: push.id.slice(-12) });
    await row.getByText('+86138****0000').waitFor();
    await page.getByLabel('bizId', { exact: true }).fill('nobody');
    await button('查找').click();
    await page.getByText('没有符合条件的推送').waitFor();
    expect(await page.getByLabel('手机号', { exact: true }).inputValue()).toBe(driverPhone.phone);
    expect(page.url()).not.toContain('8000000');
    await bed.waitForState(push.id, 'parked');
  });

  test('reads in words why pushes were refused, and comes from there to the pushes', async () => {
    const users = await bed.makeUsers(dead);
    await Promise.all(users.map((user) => bed.allow(user)));
    await bed.fault({ kind: 'errcode', value: 47003, times: dead });
    const pushes = await Promise.all(users.map((user) => bed.push(user)));
    await Promise.all(pushes.map(({ id }) => bed.waitForState(id, 'dead')));
    await window.goTo('/causes?span=hour');
    await eventually(
      async () => {
        await page.reload();
        await page.getByText('模板参数不符合规则').first().waitFor({ timeout: 5_000 });
        return true;
      },
      { timeoutMs: 60_000 },
    );
    await page.getByRole('link', { name: '看推送' }).first().click();
    await page
      .getByRole('row')
      .filter({ hasText: '47003' })
      .first()
      .getByRole('link')
      .first()
      .click();
    await page.getByText('第 1 次发送：').first().waitFor();
    await page.getByText('模板参数不符合规则').first().waitFor();
  });

  test(`replays ${dead} dead letters after a preview with their counts, and watches them go`, async () => {
    await window.goTo('/dead-letters');
    await button('预览重放').first().click();
    const row = (name: string): Locator => dialog().getByRole('row').filter({ hasText: name });
    await row('符合条件').getByText(String(dead), { exact: true }).waitFor();
    await row('会发出').getByText(String(dead), { exact: true }).waitFor();
    await row('消耗授权').getByText(String(dead), { exact: true }).waitFor();
    await dialog().getByLabel('每秒').fill('100');
    await button(`重放 ${dead} 条`, dialog()).dblclick();
    await heading('重放').waitFor();
    await page.getByText(`${dead} / ${dead}`).waitFor(patient);
    await page.getByText('已完成').first().waitFor(patient);
    const replays = await callJson<{ data: unknown[] }>(`${bed.stack.apiUrl}/v1/replays`, {
      key: bed.stack.adminKey,
    });
    expect(replays.data).toHaveLength(1);
    await window.goTo('/dead-letters');
    await page.getByText('没有死信').waitFor(patient);
  });

  test('discards dead letters once, with a reason that their caller reads', async () => {
    const users = await bed.makeUsers(3);
    await Promise.all(users.map((user) => bed.allow(user)));
    await bed.fault({ kind: 'errcode', value: 47003, times: 3 });
    const pushes = await Promise.all(users.map((user) => bed.push(user)));
    await Promise.all(pushes.map(({ id }) => bed.waitForState(id, 'dead')));
    await window.goTo('/dead-letters');
    await button('放弃…').first().click();
    await dialog().getByText('3 条死信将变为已取消').waitFor();
    expect(await button('放弃 3 条', dialog()).isDisabled()).toBe(true);
    await dialog().getByLabel('原因').fill('货已售出');
    await button('放弃 3 条', dialog()).dblclick();
    await page.getByText('没有死信').waitFor(patient);
    await window.goTo(`/pushes/${pushes[0]!.id}`);
    await page.locator('.push-state').getByText('已取消').waitFor();
    await page.getByText('货已售出').first().waitFor();
    const audit = await callJson<{ data: unknown[] }>(
      `${bed.stack.apiUrl}/v1/audit?action=dead-letter.discard`,
      { key: bed.stack.adminKey },
    );
    expect(audit.data).toHaveLength(1);
  });

  test('sees what grants came and went, what users answered, and a user’s whole story', async () => {
    await window.goTo('/grants?span=hour');
    await eventually(
      async () => {
        await page.reload();
        await page.getByRole('img', { name: '收支' }).waitFor({ timeout: 5_000 });
        return true;
      },
      { timeoutMs: 60_000 },
    );
    const row = page.getByRole('region', { name: '各模板余额' }).getByRole('row');
    await row.filter({ hasText: goodsTemplate.title }).waitFor();
    await window.goTo(`/users/${appId}/${bed.driver.openid}`);
    await page.getByText('绑定了手机号').first().waitFor();
    await page.getByText('获得授权').first().waitFor();
    await page.locator('.entry').getByRole('link', { name: '推送' }).first().click();
    await page.locator('.push-state').waitFor();
  });

  test('gives a verdict on an unconfirmed push, with a reason that the audit keeps', async () => {
    const [user] = await bed.makeUsers(1);
    await bed.allow(user!);
    await bed.fault({ kind: 'drop-event', times: 1 });
    await bed.fault({ kind: 'hang-after-commit', times: 1 });
    const push = await bed.push(user!, { onUnconfirmed: 'hold' });
    await bed.waitForState(push.id, 'unconfirmed');
    await window.goTo('/unconfirmed');
    await button('已送达').click();
    await dialog().getByText('授权算作用掉').waitFor();
    expect(await button('已送达', dialog()).isDisabled()).toBe(true);
    await dialog().getByLabel('原因').fill('打电话问过司机');
    await button('已送达', dialog()).click();
    await page.getByText('没有待确认的推送').waitFor();
    await bed.waitForState(push.id, 'sent');
    await window.goTo('/audit');
    await page.getByRole('row').filter({ hasText: '打电话问过司机' }).waitFor();
  });

  test('pauses an app once, however often the button is pressed, and resumes it', async () => {
    const [user] = await bed.makeUsers(1);
    await bed.allow(user!);
    await window.goTo(`/apps/${appId}`);
    await button('暂停发送').click();
    await dialog().getByLabel('原因').fill('检查新模板');
    await button('暂停发送', dialog()).dblclick();
    await button('恢复发送').waitFor();
    await page.getByText('检查新模板').first().waitFor();
    const push = await bed.push(user!);
    const audit = await callJson<{ data: unknown[] }>(
      `${bed.stack.apiUrl}/v1/audit?action=app.pause`,
      { key: bed.stack.adminKey },
    );
    expect(audit.data).toHaveLength(1);
    await bed.waitForState(push.id, 'queued');
    await button('恢复发送').click();
    await button('恢复发送', dialog()).click();
    await bed.waitForState(push.id, 'sent');
    await button('暂停发送').waitFor();
  });

  test('is told of a value of 21 characters while typing, and sends one of 20', async () => {
    const [user] = await bed.makeUsers(1);
    await bed.allow(user!);
    await window.goTo(`/templates/${appId}/${templateId}`);
    await page.getByLabel('收件人').fill(user!.openid);
    await page.getByLabel('路线 (thing1)').fill('一二三四五六七八九十一二三四五六七八九十一');
    await page.getByLabel('货物 (thing2)').fill('钢材');
    await page.getByText('长度最多 20，现在是 21').first().waitFor();
    await page.getByText('会被拒绝').waitFor();
    expect(await button('发送测试').isDisabled()).toBe(true);
    await page.getByLabel('路线 (thing1)').fill('一二三四五六七八九十一二三四五六七八九十');
    await page.getByText('会发出').waitFor();
    await button('发送测试').click();
    await page.locator('.push-state').getByText('已发送').waitFor(patient);
    const messages = await callJson<unknown>(
      `${bed.stack.simulatorUrl}/_sim/messages?openid=${user!.openid}`,
    );
    expect(JSON.stringify(messages)).toContain('一二三四五六七八九十一二三四五六七八九十');
  });

  test('makes a key and an endpoint in a dialog, and is shown each secret once', async () => {
    const make = async (
      path: string,
      what: string,
      fields: [string, string][],
    ): Promise<string> => {
      await window.goTo(path);
      await button(what).first().click();
      for (const [label, value] of fields) await dialog().getByLabel(label).fill(value);
      await button(what, dialog()).click();
      const secret = page.locator('.secret');
      await secret.waitFor();
      await button('我已保存好').click();
      await secret.waitFor({ state: 'detached' });
      return fields[0]?.[1] ?? '';
    };
    await page.getByText(await make('/keys', '新建密钥', [['名称', '物流系统']])).waitFor();
    const address = 'https://example.com/told';
    await page.getByText(await make('/webhooks', '新建端点', [['地址', address]])).waitFor();
  });

  test('sees text that looks like HTML as text', async () => {
    const [user] = await bed.makeUsers(1);
    const push = await bed
      .push(user!, {
        data: { thing1: '<img src=x onerror=a>', thing2: '<b>钢材</b>' },
      })
      .catch(() => bed.push(user!, { data: { thing1: '<img src=x>', thing2: '<b>钢材</b>' } }));
    await window.goTo(`/pushes/${push.id}`);
    await page.getByText('<b>钢材</b>').first().waitFor();
    expect(await page.locator('.message-card img, .message-card b').count()).toBe(0);
  });

  test('had no error of a page and no refusal of its policy in all of this', () => {
    expect(window.troubles).toEqual([]);
  });
});
