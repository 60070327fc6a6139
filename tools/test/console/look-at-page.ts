import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { repoRoot } from '../../src/local-stack/repo-root.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds against WCAG and good practice, as one line each. */
export async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(`
    axe.run().then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)))
  `);
}

/** The page is there, with its data. */
export async function settle(page: Page): Promise<void> {
  await page
    .getByRole('heading', { level: 1 })
    .or(page.locator('.ant-result-title'))
    .first()
    .waitFor();
  await page.locator('.ant-skeleton').first().waitFor({ state: 'detached' });
}

/** The built files behind these addresses, in bytes: what a browser is given may be brotli, which is smaller. */
export function sumOfGzipped(addresses: readonly string[]): number {
  const names = new Set(addresses.map((address) => path.basename(new URL(address).pathname)));
  return [...names].reduce((sum, name) => {
    const file = path.join(repoRoot, 'services/console/dist/assets', name);
    return sum + gzipSync(readFileSync(file)).length;
  }, 0);
}
