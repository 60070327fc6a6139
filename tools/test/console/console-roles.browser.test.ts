import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { freightApp } from '../../src/demo/freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import { settle } from './look-at-page.ts';
import { openConsole, type ConsoleBed, type ConsoleWindow } from './open-console.ts';

jest.setTimeout(180_000);

const { appId } = freightApp;

let bed: ConsoleBed;
let pushId: string;

beforeAll(async () => {
  bed = await openConsole();
  await bed.fault({ kind: 'errcode', value: 47003, times: 1 });
  pushId = (await bed.push(bed.driver, { onNoGrant: 'send-anyway' })).id;
  await bed.waitForState(pushId, 'dead');
}, 120_000);
afterAll(() => bed.close());

/** A window of somebody whose key has these scopes, and what the api refused it. */
async function signInWith(
  key: Record<string, unknown>,
): Promise<ConsoleWindow & { refused: string[] }> {
  const made = await callJson<{ key: string }>(`${bed.stack.apiUrl}/v1/api-keys`, {
    key: bed.stack.adminKey,
    body: { name: 'shift', ...key },
  });
  const window = await bed.open();
  const refused: string[] = [];
  window.page.on('response', (response) => {
    if (response.status() === 403) refused.push(new URL(response.url()).pathname);
  });
  await window.signIn('/', made.key);
  return { ...window, refused };
}

describe('an operator whose key has that scope alone', () => {
  let window: ConsoleWindow & { refused: string[] };
  beforeAll(async () => {
    window = await signInWith({ scopes: ['operator'] });
  });
  afterAll(() => window.context.close());

  test('opens whatever the menu shows, and nothing is refused', async () => {
    const { page } = window;
    await page.getByText('端到端').first().waitFor();
    const links = page.getByRole('navigation').getByRole('link');
    const names = await links.allTextContents();
    expect(names.map((name) => name.replace(/\d+$/, ''))).toEqual(
      '概况 为何未送达 推送 群发 死信 待确认 应用 回调端点 队列 审计'.split(' '),
    );
    for (let at = 0; at < names.length; at += 1) {
      await links.nth(at).click();
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settle(page);
    }
    expect(window.refused).toEqual([]);
    expect(window.troubles).toEqual([]);
  });

  test('finds the refresh of a token where the app’s name leads, and none of an administrator’s buttons', async () => {
    const { page } = window;
    await window.goTo('/');
    await page.locator(`#page a[href$="/apps/${appId}"]`).first().click();
    await page.getByRole('button', { name: '强制刷新令牌' }).waitFor();
    for (const name of ['暂停发送', '保存', '修改规则'])
      expect(await page.getByRole('button', { name }).count()).toBe(0);
    expect(window.refused).toEqual([]);
  });
});

describe('a viewer', () => {
  let window: ConsoleWindow & { refused: string[] };
  beforeAll(async () => {
    window = await signInWith({ scopes: ['push:read'] });
  });
  afterAll(() => window.context.close());

  test('reads an app’s name, which leads nowhere', async () => {
    const { page } = window;
    for (const path of ['/', `/pushes/${pushId}`, '/dead-letters']) {
      await window.goTo(path);
      await page.locator(`#page [title="${appId}"]`).first().waitFor();
      expect(await page.locator('#page a[href*="/apps/"]').count()).toBe(0);
    }
    expect(window.refused).toEqual([]);
  });

  test('who types the address of a page that is not theirs is told so, and nothing is asked of the api', async () => {
    const { page } = window;
    for (const path of [
      ...['/keys', '/audit', '/board', '/users', '/grants', '/templates', `/apps/${appId}`],
      ...['/replays/rpl_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', `/users/${appId}/o`],
    ]) {
      await window.goTo(path);
      await page.getByRole('heading', { name: '这个页面不对您的角色开放' }).waitFor();
      expect(await page.locator('#page').getByRole('button').count()).toBe(0);
      expect(await page.locator('#page iframe').count()).toBe(0);
    }
    expect(window.refused).toEqual([]);
    expect(window.troubles).toEqual([]);
  });
});

describe('an operator of some apps', () => {
  test('is shown no queues, which are those of all', async () => {
    const window = await signInWith({ scopes: ['operator'], appIds: [appId] });
    const { page } = window;
    await page.getByRole('link', { name: '审计', exact: true }).waitFor();
    expect(await page.getByRole('link', { name: '队列', exact: true }).count()).toBe(0);
    await window.goTo('/board');
    await page.getByText('未绑定应用').waitFor();
    expect(window.refused).toEqual([]);
    await window.context.close();
  });
});
