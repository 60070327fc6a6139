/**
 * `npm run screenshots`: every page of the console in both languages and themes, and on a phone, and the simulator's own phone,
 * into a folder of its own; with `-- --docs` the few that the documents show, into docs/images as well.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { makeScratch } from './local-stack/make-scratch.ts';
import { freePort } from './local-stack/ports.ts';
import { repoRoot } from './local-stack/repo-root.ts';
import { startStack, type Stack } from './local-stack/start-stack.ts';
import { seedShowcase } from './screenshots/seed-showcase.ts';
import { takePhone } from './screenshots/take-phone.ts';
import { takeScreenshots } from './screenshots/take-screenshots.ts';
import { findChromium } from './test-servers/find-chromium.ts';

const say = (text: string): void => console.log(text);

async function main(): Promise<number> {
  const executablePath = await findChromium({ env: process.env, say });
  if (executablePath === null) return 1;
  const [dataRoot, folder] = [makeScratch('yuexin-showcase-'), makeScratch('yuexin-screenshots-')];
  let stack: Stack | null = null;
  try {
    stack = await startStack({
      ...{ root: repoRoot, dataRoot, say },
      ports: { api: await freePort(), worker: await freePort(), simulator: await freePort() },
      env: { SEND_TIMEOUT_MS: '1500' },
    });
    say('Filling it with a day of a freight platform …');
    const shown = await seedShowcase(stack);
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    const docs = process.argv.includes('--docs') ? path.join(repoRoot, 'docs/images') : null;
    const pages = await takeScreenshots({ browser, stack, shown, folder, docs, say });
    const phones = await takePhone({ browser, stack, folder, docs });
    await browser.close();
    say(`${pages + phones} screenshots are in ${folder}`);
    return 0;
  } finally {
    await stack?.stop();
    rmSync(dataRoot, { recursive: true, force: true });
  }
}

process.exitCode = await main();
process.exit();
