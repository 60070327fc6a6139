/** `npm run fuzz`: requests right, nearly right and wrong to every address of a private stack; exit 0 only if all was answered well. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { printFuzzReport } from './fuzz/print-fuzz-report.ts';
import { readFuzzOptions } from './fuzz/read-fuzz-options.ts';
import { runFuzz } from './fuzz/run-fuzz.ts';
import { makeScratch } from './local-stack/make-scratch.ts';
import { freePort } from './local-stack/ports.ts';
import { repoRoot } from './local-stack/repo-root.ts';
import { startStack, type Stack } from './local-stack/start-stack.ts';

const answerLimitMs = 30_000;

async function main(): Promise<number> {
  const { seconds, seed, only } = readFuzzOptions(process.argv.slice(2));
  const dataRoot = makeScratch('yuexin-fuzz-');
  const leaving = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(name, () => leaving.abort());
  let stack: Stack | null = null;
  let isHeld = false;
  try {
    stack = await startStack({
      ...{ root: repoRoot, dataRoot },
      ports: { api: await freePort(), worker: await freePort(), simulator: await freePort() },
      say: (message) => console.log(message),
    });
    console.log(`Asking for ${seconds} s …`);
    const limitMs = answerLimitMs;
    const report = await runFuzz({
      ...{ stack, seconds, seed, only, limitMs, leaving: leaving.signal },
    });
    printFuzzReport({ report, seed, print: (line) => console.log(line) });
    isHeld = report.faults().length === 0 && report.crashes().length === 0;
    console.log(isHeld ? '\nPASS: every answer was as it should be.' : '\nFAIL');
    return isHeld ? 0 : 1;
  } finally {
    await stack?.stop();
    if (isHeld) rmSync(dataRoot, { recursive: true, force: true });
    else console.log(`Logs: ${path.join(dataRoot, 'logs')}`);
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
process.exit();
