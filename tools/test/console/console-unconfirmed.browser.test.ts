import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { findViolations, settle } from './look-at-page.ts';
import {
  openConsole,
  type ConsoleBed,
  type ConsoleWindow,
  type ShownPush,
} from './open-console.ts';

jest.setTimeout(180_000);

let bed: ConsoleBed;
let held: ShownPush;
let reconciled: ShownPush;

/** WeChat took it, its answer was lost, and so was its event. */
async function lose(policy: 'hold' | 'reconcile', text: string): Promise<ShownPush> {
  const [user] = await bed.makeUsers(1);
  await bed.allow(user!);
  await bed.fault({ kind: 'drop-event', times: 1 });
  await bed.fault({ kind: 'hang-after-commit', times: 1 });
  const push = await bed.push(user!, {
    ...{ onUnconfirmed: policy, data: { thing1: text, thing2: '钢材 32 吨' } },
  });
  await bed.waitForState(push.id, 'unconfirmed');
  return push;
}

beforeAll(async () => {
  bed = await openConsole();
  held = await lose('hold', '等人裁定');
  reconciled = await lose('reconcile', '等待证据');
}, 120_000);
afterAll(() => bed.close());

const rowOf = ({ page }: ConsoleWindow, text: string): Locator =>
  page.locator('.cards > li').filter({ hasText: text });

describe('the desk of unconfirmed pushes', () => {
  test('tells of each how old it is, its policy, the evidence, and why it is not settled by itself', async () => {
    const window = await bed.open();
    await window.signIn('/unconfirmed');
    const waiting = rowOf(window, '等待证据');
    await waiting.getByText('发出于').waitFor();
    await waiting.getByText('等待微信事件').waitFor();
    await waiting.getByRole('button', { name: '证据' }).click();
    await waiting.getByText('第 1 次发送：').waitFor();
    await waiting.getByText('微信没有就它说过什么').waitFor();
    await waiting.getByText('由微信事件证明').waitFor();
    await waiting.getByText('等待的时间还没有过完').waitFor();
    expect(await waiting.getByText('它的策略是由人裁定').count()).toBe(0);
    const forPerson = rowOf(window, '等人裁定');
    await forPerson.getByRole('button', { name: '证据' }).click();
    await forPerson.getByText('它的策略是由人裁定').waitFor();
    await forPerson.getByRole('link', { name: /等人裁定/ }).click();
    await window.page.locator('.push-state').waitFor();
    await window.page.getByRole('heading', { name: '为什么还没有自动处理' }).waitFor();
    await window.page.getByText('它的策略是由人裁定').waitFor();
    expect(window.troubles).toEqual([]);
    await window.context.close();
  });

  test.each([
    { language: 'zh', theme: 'dark', width: 1280 },
    { language: 'en', theme: 'light', width: 390 },
  ])('is read well by everybody: $language, $theme, $width wide', async (look) => {
    const window = await bed.open({ width: look.width, height: 844 });
    const { page } = window;
    await page.addInitScript(
      `localStorage.setItem('yuexin.language', '${look.language}'); localStorage.setItem('yuexin.theme', '${look.theme}')`,
    );
    await window.signIn('/unconfirmed');
    await page
      .getByRole('button', { name: /^(证据|Evidence)$/ })
      .first()
      .click();
    await page.getByText(/^(微信说了什么|What WeChat said)$/).waitFor();
    await settle(page);
    expect(await findViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(window.troubles).toEqual([]);
    await window.context.close();
  });

  test('is left by each verdict, given once, with what it does said before', async () => {
    const window = await bed.open();
    const { page } = window;
    await window.signIn('/unconfirmed');
    const give = async (text: string, verdict: string, foretold: string): Promise<void> => {
      await rowOf(window, text).getByRole('button', { name: verdict, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(foretold, { exact: true }).waitFor();
      await dialog.getByLabel('原因').fill(`问过了：${text}`);
      await dialog.getByRole('button', { name: verdict, exact: true }).dblclick();
      await rowOf(window, text).waitFor({ state: 'detached' });
    };
    await give('等人裁定', '已送达', '已发送');
    await bed.waitForState(held.id, 'sent');
    await give('等待证据', '未送达，放弃', '死信');
    await bed.waitForState(reconciled.id, 'dead');
    await page.getByText('没有待确认的推送').waitFor();
    await window.goTo('/audit?action=push.verdict');
    const told = page.getByRole('row').filter({ hasText: '问过了：' });
    await told.nth(1).waitFor();
    expect(await told.count()).toBe(2);
    expect(window.troubles).toEqual([]);
    await window.context.close();
  });
});
