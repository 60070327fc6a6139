import path from 'node:path';
import type { Browser } from 'playwright-core';

const desk = { width: 1280, height: 800 };
const looks = [
  { name: 'simulator.light', colorScheme: 'light', viewport: desk },
  { name: 'simulator.dark', colorScheme: 'dark', viewport: desk },
  { name: 'simulator.light.phone', colorScheme: 'light', viewport: { width: 390, height: 844 } },
] as const;

/** The simulator's phone by day, by night, and on a phone; resolves to how many. */
export async function takePhone(of: {
  browser: Browser;
  simulatorUrl: string;
  folder: string;
}): Promise<number> {
  for (const { name, colorScheme, viewport } of looks) {
    const context = await of.browser.newContext({
      ...{ viewport, colorScheme, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' },
    });
    const page = await context.newPage();
    await page.goto(`${of.simulatorUrl}/_sim/phone`);
    await page.getByRole('button').first().waitFor();
    await page.screenshot({
      ...{ path: path.join(of.folder, `${name}.png`), fullPage: true, animations: 'disabled' },
    });
    await context.close();
  }
  return looks.length;
}
