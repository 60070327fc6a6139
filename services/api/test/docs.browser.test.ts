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
  // The page reads a document of a megabyte before it shows anything.
  page.setDefaultTimeout(90_000);
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(message.text());
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(api.url()) && !url.startsWith('data:')) troubles.push(`asks ${url}`);
  });
}, 120_000);
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
  }, 200_000);

  test('shows the answers of every operation', async () => {
    const { paths } = (await (await fetch(`${api.url()}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, { summary: string; responses: Record<string, object> }>>;
    };
    for (const [path, verbs] of Object.entries(paths))
      for (const [method, { summary, responses }] of Object.entries(verbs)) {
        await page.goto(`${api.url()}/docs#${method}-${path.replaceAll(/[{}]/g, '-')}`);
        await page.getByText(summary, { exact: true }).last().waitFor();
        const [first = ''] = Object.keys(responses);
        await page.locator('api-response').getByText(first, { exact: true }).first().waitFor();
        expect({ path, method, troubles }).toEqual({ path, method, troubles: [] });
      }
  }, 400_000);

  test('tries an operation out where the page is', async () => {
    // From nothing: a change of the hash alone may meet a page that is still drawing the one before.
    await page.goto('about:blank');
    await page.goto(`${api.url()}/docs#get-/v1/apps`);
    await page.getByRole('button', { name: 'TRY' }).click();
    await page.getByText(/Response Status: .*401/).waitFor();
    // What the browser itself says of a 401.
    expect(troubles.splice(0).join()).toMatch(/^[^,]*status of 401[^,]*$/);
  }, 200_000);

  test('leads to every operation on a phone, too', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${api.url()}/docs`);
    await page.locator('[id="link-post-/v1/pushes"]').click();
    await page.locator('api-response').waitFor();
    await page.setViewportSize({ width: 1280, height: 800 });
    expect(troubles).toEqual([]);
  }, 200_000);

  test('the pages of problems say in both languages what to do', async () => {
    await page.goto(`${api.url()}/problems`);
    await page.getByText('no-grant', { exact: true }).click();
    await page.getByText('The user has no grant to spare').first().waitFor();
    await page.getByText('用户没有可用的授权').first().waitFor();
    expect(troubles).toEqual([]);
  }, 200_000);
});
