import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Stack } from '../local-stack/start-stack.ts';
import { viewsOf, type ConsoleView } from './console-views.ts';
import type { Shown } from './seed-showcase.ts';

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

const looks = [
  { language: 'zh', theme: 'light', size: desk, suffix: '' },
  { language: 'en', theme: 'light', size: desk, suffix: '' },
  { language: 'zh', theme: 'light', size: phone, suffix: '.phone' },
  { language: 'zh', theme: 'dark', size: desk, suffix: '' },
  { language: 'en', theme: 'dark', size: desk, suffix: '' },
] as const;
type Look = (typeof looks)[number];

type Input = {
  browser: Browser;
  stack: Pick<Stack, 'apiUrl' | 'adminKey'>;
  shown: Shown;
  folder: string;
  /** Where those of the documents go; null: nowhere. */
  docs: string | null;
  say: (text: string) => void;
};

/** Takes every view in every look; resolves to how many. */
export async function takeScreenshots(input: Input): Promise<number> {
  let count = 0;
  for (const look of looks) {
    input.say(`${look.language}, ${look.theme}, ${look.size.width} wide …`);
    const context = await input.browser.newContext({
      ...{ viewport: look.size, baseURL: input.stack.apiUrl, locale: 'zh-CN' },
      timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    await page.addInitScript(
      `localStorage.setItem('yuexin.language', '${look.language}'); localStorage.setItem('yuexin.theme', '${look.theme}')`,
    );
    await page.goto('/console/');
    await page.locator('input[type=password]').waitFor();
    await take({ input, page, look, view: { name: 'sign-in', path: '/' } });
    await page.locator('input[type=password]').fill(input.stack.adminKey);
    await page.keyboard.press('Enter');
    await page.locator('#page').waitFor();
    for (const view of viewsOf(input.shown)) {
      await page.goto(`/console${view.path}`);
      await settle(page);
      await view.open?.(page);
      await take({ input, page, look, view });
      count += 1;
    }
    await context.close();
  }
  return count;
}

/** The page with its data, its charts and no spinner. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  for (const waits of ['.ant-skeleton', '.chart-wait', '.page-spin'])
    await page.locator(waits).first().waitFor({ state: 'detached' });
}

async function take(of: {
  input: Input;
  page: Page;
  look: Look;
  view: ConsoleView;
}): Promise<void> {
  const { input, page, look, view } = of;
  const { language, theme, suffix } = look;
  const name = `${view.name}.${language}.${theme}${suffix}`;
  const file = path.join(input.folder, `${name}.png`);
  // What is behind a dialog ends with the window.
  const fullPage = !(await page.getByRole('dialog').isVisible());
  await page.screenshot({ path: file, fullPage, animations: 'disabled' });
  const isShown = view.isForDocs === true && theme === 'light' && suffix === '';
  if (input.docs === null || !isShown) return;
  mkdirSync(input.docs, { recursive: true });
  const small = path.join(input.docs, `console-${view.name}.${language}.webp`);
  writeFileSync(small, await takeSmall(page));
}

/** WebP, a third of a PNG: documents load on slow lines. */
async function takeSmall(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 });
  await session.detach();
  return Buffer.from(data, 'base64');
}
