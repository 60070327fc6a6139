import { eventually } from '@yuexin/testkit';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { freightApp, goodsData, goodsTemplate } from '../../src/demo/freight-app.ts';
import { seedFreightApp, type FreightDriver } from '../../src/demo/seed-freight-app.ts';
import { callJson } from '../../src/local-stack/call-json.ts';
import type { Stack } from '../../src/local-stack/start-stack.ts';
import { openPrivateStack } from '../open-private-stack.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const { appId } = freightApp;
const { templateId } = goodsTemplate;

export type ShownPush = { id: string; state: string };

export type ConsoleBed = {
  stack: Stack;
  driver: FreightDriver;
  browser: Browser;
  /** A window of a browser of its own, with whatever went wrong in it. */
  open(size?: { width: number; height: number }): Promise<ConsoleWindow>;
  /** Users of WeChat whom Yuexin knows. */
  makeUsers(count: number): Promise<FreightDriver[]>;
  /** One tap on "allow"; resolves when the ledger has it. */
  allow(user: FreightDriver): Promise<void>;
  push(user: FreightDriver, more?: Record<string, unknown>): Promise<ShownPush>;
  waitForState(id: string, state: string): Promise<void>;
  fault(fault: Record<string, unknown>): Promise<void>;
  /** The api goes, and another comes at the same address; `meanwhile` runs while there is none. */
  replaceApi(meanwhile: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

export type ConsoleWindow = {
  context: BrowserContext;
  page: Page;
  /** Errors of the page and refusals of its policy. */
  troubles: string[];
  signIn(path?: string, key?: string): Promise<void>;
  goTo(path: string): Promise<void>;
  /** To a page of another kind, as a link leads there: nothing is loaded anew, which costs a second each. */
  visit(path: string): Promise<void>;
};

/** A real stack, its console, and a browser. */
export async function openConsole(): Promise<ConsoleBed> {
  const opened = await openPrivateStack({ queueUrl: null, env: { SEND_TIMEOUT_MS: '1500' } });
  const { stack } = opened;
  const driver = await seedFreightApp(stack);
  const browser = await chromium.launch({
    ...(process.env.CHROMIUM_PATH !== undefined && { executablePath: process.env.CHROMIUM_PATH }),
    args: flags,
  });
  const simulated = <T>(path: string, body: object): Promise<T> =>
    callJson<T>(`${stack.simulatorUrl}/_sim${path}`, { body });
  const remember = (users: FreightDriver[]): Promise<unknown> =>
    callJson(`${stack.apiUrl}/v1/apps/${appId}/users`, {
      ...{ method: 'PUT', key: stack.adminKey },
      body: { users: users.map(({ openid }) => ({ openid })) },
    });
  await remember([driver]);
  const available = async ({ openid }: FreightDriver): Promise<number> => {
    const user = await callJson<{ balances: Record<string, { available: number }> }>(
      `${stack.apiUrl}/v1/apps/${appId}/users/${openid}`,
      { key: stack.adminKey },
    );
    return user.balances[templateId]?.available ?? 0;
  };
  return {
    ...{ stack, driver, browser },
    open: (size = { width: 1280, height: 800 }) => openWindow({ browser, stack, size }),
    async makeUsers(count) {
      const users: FreightDriver[] = [];
      for (let made = 0; made < count; made += 1)
        users.push(await simulated<FreightDriver>(`/apps/${appId}/users`, {}));
      await remember(users);
      return users;
    },
    async allow(user) {
      const before = await available(user);
      await simulated(`/users/${user.userId}/subscribe`, { results: { [templateId]: 'accept' } });
      await eventually(async () => (await available(user)) > before, { timeoutMs: 20_000 });
    },
    push: (user, more = {}) =>
      callJson<ShownPush>(`${stack.apiUrl}/v1/pushes`, {
        key: stack.callerKey,
        body: { appId, templateId, to: { openid: user.openid }, data: goodsData, ...more },
      }),
    async waitForState(id, state) {
      await eventually(
        async () => {
          const push = await callJson<ShownPush>(`${stack.apiUrl}/v1/pushes/${id}`, {
            key: stack.callerKey,
          });
          return push.state === state;
        },
        { timeoutMs: 30_000, intervalMs: 100 },
      );
    },
    fault: async (fault) => {
      await simulated('/faults', { path: '/cgi-bin/message/subscribe/send', ...fault });
    },
    replaceApi: (meanwhile) => opened.replaceApi(meanwhile),
    async close() {
      await browser.close();
      await opened.close();
    },
  };
}

/** What the browser says of an answer that refuses is no trouble: the pages show it. */
const isTrouble = (text: string): boolean => !text.startsWith('Failed to load resource');

async function openWindow(of: {
  browser: Browser;
  stack: Stack;
  size: { width: number; height: number };
}): Promise<ConsoleWindow> {
  const { browser, stack, size } = of;
  const context = await browser.newContext({ viewport: size, baseURL: stack.apiUrl });
  const page = await context.newPage();
  page.setDefaultTimeout(40_000);
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    const isOurs = !message.location().url.includes('/console/queues');
    if (message.type() === 'error' && isOurs && isTrouble(message.text()))
      troubles.push(message.text());
  });
  return {
    ...{ context, page, troubles },
    async goTo(path) {
      await page.goto(`/console${path}`);
    },
    async visit(path) {
      await page.evaluate(`document.querySelector('h1').classList.add('left-behind')`);
      await page.evaluate(
        `history.pushState(null, '', ${JSON.stringify(`/console${path}`)}); dispatchEvent(new PopStateEvent('popstate'))`,
      );
      await page.locator('.left-behind').waitFor({ state: 'detached' });
    },
    async signIn(path = '/', key = stack.adminKey) {
      await page.goto(`/console${path}`);
      await page.locator('input[type=password]').fill(key);
      await page.keyboard.press('Enter');
      await page.locator('#page').waitFor();
    },
  };
}
