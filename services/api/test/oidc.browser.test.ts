import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { adminKey, createApiBed, type Json } from './support/api-bed.ts';
import { findChromium } from './support/find-chromium.ts';
import { openOidcProvider } from './support/open-oidc-provider.ts';

jest.setTimeout(120_000);

/** The provider must know where the api will be, and the api who the provider is. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  return port;
}

const port = await freePort();
const origin = `http://127.0.0.1:${port}`;
const provider = await openOidcProvider({
  redirectUri: `${origin}/v1/console/oidc/callback`,
  // Another site than the console's, so that the browser keeps its strict cookie back on the way.
  host: 'localhost',
  isInIdToken: true,
  people: {
    ada: { email: 'ada@example.com', roles: ['sre'] },
    eve: { email: 'eve@example.com', roles: ['guest'] },
  },
});
let isProviderOpen = true;
const closeProvider = async (): Promise<void> => {
  if (isProviderOpen) await provider.close();
  isProviderOpen = false;
};
afterAll(closeProvider);

const api = await createApiBed({
  port,
  env: {
    PUBLIC_URL: origin,
    OIDC_ISSUER_URL: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
    OIDC_NAME: 'Acme',
    OIDC_ROLES: 'viewer=staff,operator=sre,admin=yuexin-admin',
  },
});

let browser: Browser;
beforeAll(async () => {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  browser = await chromium.launch({ executablePath: findChromium(), args });
});
afterAll(() => browser.close());

type Window = { context: BrowserContext; page: Page; troubles: string[] };

async function open(): Promise<Window> {
  const context = await browser.newContext({ baseURL: origin, locale: 'zh-CN' });
  // The provider's page would fetch a font.
  await context.route(/googleapis/, (route) => route.abort());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  return { context, page, troubles };
}

const leave = (page: Page): Promise<void> =>
  page.getByRole('link', { name: '用 Acme 登录' }).click();

async function logIn(page: Page, login: string): Promise<void> {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}
const consent = (page: Page): Promise<void> =>
  page.getByRole('button', { name: 'Continue' }).click();

/** Nobody was let in: the sign-in page says why, and a reload does not let in either. */
async function expectRefusal(page: Page, why: string): Promise<void> {
  await page.getByText(why).waitFor();
  await page.locator('input[type=password]').waitFor();
  const names = (await page.context().cookies(origin)).map(({ name }) => name);
  expect(names).not.toContain('yuexin_console');
  const answer = await page.request.get('/v1/stats');
  expect(answer.status()).toBe(401);
}

describe('sign-in by an OpenID provider in a browser', () => {
  test('leads to the provider, back to the page one wanted, as the role of the claim, and out again', async () => {
    const { context, page, troubles } = await open();
    await page.goto('/console/audit?action=console.sign-in');
    await leave(page);
    await page.waitForURL((url) => url.hostname === 'localhost');
    await logIn(page, 'ada');
    await consent(page);
    await page.getByRole('heading', { name: '审计', level: 1 }).waitFor();
    expect(page.url()).toBe(`${origin}/console/audit?action=console.sign-in`);
    const audit = await api.call('GET', '/v1/audit?action=console.sign-in');
    expect(audit.text).toContain('operator:ada@example.com (ada)');
    const cookie = (await context.cookies(origin)).find(({ name }) => name === 'yuexin_console');
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    expect(await page.evaluate('document.cookie')).toBe('');

    expect(await page.getByRole('link', { name: '密钥', exact: true }).count()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: '审计', level: 1 }).waitFor();
    await page.getByRole('button', { name: '操作员' }).click();
    await page
      .getByText(/ada@example\.com/)
      .first()
      .waitFor();
    await page.getByRole('menuitem', { name: '退出登录' }).click();
    await page.locator('input[type=password]').waitFor();
    expect((await page.request.get('/v1/stats')).status()).toBe(401);
    await context.close();
    expect(troubles).toEqual([]);
  });

  test('lets nobody in whom no claim gives a role, and says so; another person may try', async () => {
    const { context, page, troubles } = await open();
    await page.goto('/console/dead-letters');
    await leave(page);
    await logIn(page, 'eve');
    await consent(page);
    await expectRefusal(page, '您在这里没有角色');
    const { body } = await api.call<{ data: Json[] }>('GET', '/v1/audit?action=console.sign-in');
    expect(JSON.stringify(body.data)).not.toContain('eve');
    await context.clearCookies({ domain: 'localhost' });
    await leave(page);
    await logIn(page, 'ada');
    await consent(page);
    await page.getByRole('heading', { name: '概况', level: 1 }).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  test('lets nobody in with the state of another beginning, and does with its own', async () => {
    const { context, page, troubles } = await open();
    await page.goto('/console/');
    await leave(page);
    await page.locator('input[name=login]').waitFor();
    // A second window of the same browser begins: it is the one that counts.
    const second = await context.newPage();
    await second.goto('/console/audit');
    await leave(second);
    await second.locator('input[name=login]').waitFor();
    await logIn(page, 'ada');
    await consent(page);
    await expectRefusal(page, '登录没有完成');
    await leave(page);
    await page.getByRole('heading', { name: '概况', level: 1 }).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });

  test('lets nobody in by an address that somebody else came back with', async () => {
    const [thief, victim] = [await open(), await open()];
    for (const { page } of [thief, victim]) {
      await page.goto('/console/');
      await leave(page);
      await page.locator('input[name=login]').waitFor();
    }
    const caught = thief.page.waitForRequest(/oidc\/callback/);
    await logIn(thief.page, 'ada');
    await consent(thief.page);
    await victim.page.goto((await caught).url());
    await expectRefusal(victim.page, '登录没有完成');
    await Promise.all([thief, victim].map(({ context }) => context.close()));
    expect(victim.troubles).toEqual([]);
  });

  test('who turns back at the provider is told that it was not completed', async () => {
    const { context, page, troubles } = await open();
    await page.goto('/console/');
    await leave(page);
    await page.getByRole('link', { name: 'Cancel' }).click();
    await expectRefusal(page, '登录没有完成');
    await context.close();
    expect(troubles).toEqual([]);
  });

  test('when the session ends while somebody works, then it is asked for over the page, which is there again afterwards', async () => {
    const { context, page, troubles } = await open();
    await page.goto('/console/pushes?bizId=goods-42');
    await leave(page);
    await logIn(page, 'ada');
    await consent(page);
    await page.getByRole('heading', { name: '推送', level: 1 }).waitFor();
    await context.clearCookies({ name: 'yuexin_console' });
    await page.getByText('登录已过期').waitFor();
    await page.getByRole('dialog').getByRole('link', { name: '用 Acme 登录' }).click();
    await page.getByRole('heading', { name: '推送', level: 1 }).waitFor();
    expect(page.url()).toBe(`${origin}/console/pushes?bizId=goods-42`);
    await context.close();
    expect(troubles).toEqual([]);
  });

  test('when the provider does not answer, then that is said, and a key still lets in', async () => {
    await closeProvider();
    // What it knew of the provider it has forgotten.
    await api.restart();
    const { context, page, troubles } = await open();
    await page.goto('/console/');
    await leave(page);
    await expectRefusal(page, '登录服务没有回应');
    await page.locator('input[type=password]').fill(adminKey);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '概况', level: 1 }).waitFor();
    await context.close();
    expect(troubles).toEqual([]);
  });
});
