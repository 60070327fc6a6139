import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createApiBed } from './support/api-bed.ts';
import { findChromium } from './support/find-chromium.ts';

const api = await createApiBed();

let browser: Browser;
let page: Page;
const troubles: string[] = [];

beforeAll(async () => {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  browser = await chromium.launch({ executablePath: findChromium(), args });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(api.url()) && !url.startsWith('data:')) troubles.push(`asks ${url}`);
  });
}, 60_000);
afterAll(() => browser.close());

describe('the reference page in a browser', () => {
  test('shows what every operation does, asks no other host, and breaks no rule of our policy', async () => {
    await page.goto(`${api.url()}/docs`);
    await page.getByText('Ask for a message to be sent').first().waitFor();
    await page.getByText('The first push').first().waitFor();
    await page.goto(`${api.url()}/docs#get-/v1/stats`);
    await page.getByText('Scope: push:read').first().waitFor();
    await page.goto(`${api.url()}/docs#post-push.sent`);
    await page.getByText('push.sent: WeChat took the message').first().waitFor();
    await page.getByText('webhook-signature').first().waitFor();
    expect(troubles).toEqual([]);
  }, 60_000);

  test('the pages of problems say in both languages what to do', async () => {
    await page.goto(`${api.url()}/problems`);
    await page.getByText('no-grant', { exact: true }).click();
    await page.getByText('The user has no grant to spare').first().waitFor();
    await page.getByText('用户没有可用的授权').first().waitFor();
    expect(troubles).toEqual([]);
  });
});
