/** `npm run bench:plans -- --rows n`: EXPLAIN (ANALYZE, BUFFERS) of the hot statements over n pushes, into docs/benchmarks/plans. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { readRowsOption } from './bench/plans/read-rows-option.ts';
import { takePlans } from './bench/plans/take-plans.ts';
import { writePlans } from './bench/plans/write-plans.ts';
import { formatFigure } from './bench/report/format-figure.ts';
import { openBenchServers } from './bench/servers/open-bench-servers.ts';
import { makeScratch } from './local-stack/make-scratch.ts';
import { repoRoot } from './local-stack/repo-root.ts';

const say = (line: string): void => console.log(line);

async function main(): Promise<number> {
  const rows = readRowsOption(process.argv.slice(2));
  const folder = makeScratch('yuexin-plans-');
  const servers = await openBenchServers(folder);
  try {
    const stage = { servers, folder, say, isProfiled: false };
    const logFile = path.join(folder, 'postgres.log');
    const groups = await takePlans({ stage, rows, logFile });
    const pages = path.join(repoRoot, 'docs/benchmarks/plans');
    const subject = `${formatFigure(rows, 0)} pushes, as many grants and half as many attempts`;
    const missing = await writePlans({ folder: pages, groups, subject });
    for (const name of missing) say(`Nothing of ${name} was logged.`);
    return missing.length === 0 ? 0 : 1;
  } finally {
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
process.exit();
