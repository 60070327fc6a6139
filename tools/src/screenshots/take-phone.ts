import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { driver } from '../demo/freight-app.ts';

const desk = { width: 1280, height: 860 };
const looks = [
  { name: 'simulator.light', colorScheme: 'light', viewport: desk },
  { name: 'simulator.dark', colorScheme: 'dark', viewport: desk },
  { name: 'simulator.light.phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** The simulator's phone by day, by night, and on a phone; resolves to how many. */
export async function takePhone(of: {
  browser: Browser;
  stack: { apiUrl: string; simulatorUrl: string };
  folder: string;
  /** Where that of the READMEs goes; null: nowhere. */
  docs: string | null;
}): Promise<number> {
  const { browser, stack, folder, docs } = of;
  for (const { name, colorScheme, viewport } of looks) {
    const context = await browser.newContext({
      ...{ viewport, colorScheme, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
    });
    const page = await context.newPage();
    await page.goto(`${stack.simulatorUrl}/_sim/phone`);
    await showMessages(page);
    await writeForEverybody(page, stack.apiUrl);
    await page.screenshot({
      ...{ path: path.join(folder, `${name}.png`), fullPage: true, animations: 'disabled' },
    });
    if (docs !== null && name === 'simulator.light')
      await page.screenshot({ path: path.join(docs, 'phone.png'), animations: 'disabled' });
    await context.close();
  }
  return looks.length;
}

/** The driver's phone, with what came to it. */
async function showMessages(page: Page): Promise<void> {
  await page.getByRole('searchbox').fill(driver.phone);
  await page.locator('.person-row').first().click();
  await page.locator('.fact').getByText(driver.phone).waitFor();
  await page.getByRole('searchbox').fill('');
  await page.locator('.capsule button').click();
  await page.getByRole('button', { name: /服务通知/ }).click();
  await page.locator('.notice').first().waitFor();
}

/** The curl as README's readers have it: not with the address and the key of a stack that is gone by then. */
async function writeForEverybody(page: Page, apiUrl: string): Promise<void> {
  await page.evaluate(`{
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode())
      texts.currentNode.data = texts.currentNode.data
        .replace(${JSON.stringify(apiUrl)}, 'http://localhost:3000')
        .replace(/yx_[A-Za-z0-9_-]{20,}/, '$YUEXIN_KEY');
  }`);
}
