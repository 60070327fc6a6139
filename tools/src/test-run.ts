/** `npm test`: a private PostgreSQL and Redis, then every suite, then one plain line of counts. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedPostgres } from './embedded-postgres/open-embedded-postgres.ts';
import { makeScratch } from './local-stack/make-scratch.ts';
import { freePort } from './local-stack/ports.ts';
import { repoRoot } from './local-stack/repo-root.ts';
import { findChromium } from './test-servers/find-chromium.ts';
import { hasPrometheus } from './test-servers/find-prometheus.ts';
import { hasShellTools } from './test-servers/find-shell-tools.ts';
import { openTestRedis } from './test-servers/open-test-redis.ts';

const jest = path.join(repoRoot, 'node_modules/jest/bin/jest.js');

/** Most tests wait most of the time; on two cores Jest alone would run one file after the other. */
const namesWorkers = /^(-i|--runInBand|-w|--maxWorkers)/;

type Close = () => Promise<void>;

/** The servers of the suites as environment; what was opened is in `closers` even when a later one fails. */
async function openServers(scratch: string, closers: Close[]): Promise<Record<string, string>> {
  const redis = await openTestRedis({
    env: process.env,
    scratch,
    say: (text) => console.log(text),
  });
  if (redis) closers.push(() => redis.close());
  const chromium = await findChromium({ env: process.env, say: (text) => console.log(text) });
  const hasShell = hasShellTools({ env: process.env, say: (text) => console.log(text) });
  const hasProm = hasPrometheus({ env: process.env, say: (text) => console.log(text) });
  const given = process.env.TEST_DATABASE_URL;
  const postgres = given
    ? null
    : await openEmbeddedPostgres({
        dataRoot: path.join(scratch, 'postgres'),
        port: await freePort(),
        password: 'test',
        database: 'postgres',
        settings: { fsync: 'off', full_page_writes: 'off', max_connections: '500' },
        say: (text) => console.log(text),
      });
  if (postgres) closers.push(() => postgres.stop());
  return {
    TEST_DATABASE_URL: given ?? postgres?.url ?? '',
    ...(redis && { TEST_REDIS_URL: redis.url }),
    ...(!hasShell && { YUEXIN_NO_SHELL: '1' }),
    ...(!hasProm && { YUEXIN_NO_PROMETHEUS: '1' }),
    ...(chromium === null ? { YUEXIN_NO_BROWSER: '1' } : { CHROMIUM_PATH: chromium }),
  };
}

async function runJest(input: {
  env: Record<string, string>;
  report: string;
  leaving: AbortSignal;
}): Promise<number> {
  const args = process.argv.slice(2);
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      jest,
      '--json',
      `--outputFile=${input.report}`,
      ...(args.some((arg) => namesWorkers.test(arg)) ? [] : ['--maxWorkers=2']),
      ...args,
    ],
    { cwd: repoRoot, stdio: 'inherit', env: { ...process.env, ...input.env } },
  );
  input.leaving.addEventListener('abort', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function printCounts(report: string): void {
  if (!existsSync(report)) return; // Jest ran nothing and has said why.
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numRuntimeErrorTestSuites: number;
  };
  const failed = counts.numFailedTests + counts.numRuntimeErrorTestSuites;
  console.log(`${String(counts.numPassedTests)} passed, ${String(failed)} failed`);
}

async function main(): Promise<number> {
  const leaving = new AbortController();
  const isLeaving = (): boolean => leaving.signal.aborted;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => leaving.abort());
  }
  const scratch = makeScratch('yuexin-test-');
  const report = path.join(scratch, 'report.json');
  const closers: Close[] = [];
  try {
    const env = await openServers(scratch, closers);
    if (isLeaving()) return 130;
    const code = await runJest({ env, report, leaving: leaving.signal });
    if (isLeaving()) return 130;
    printCounts(report);
    return code;
  } finally {
    for (const close of closers.reverse()) await close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
process.exit();
