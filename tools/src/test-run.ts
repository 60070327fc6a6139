/** `npm test`: a private PostgreSQL and Redis, then every suite, then one plain line of counts. */
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { openEmbeddedPostgres } from './embedded-postgres/open-embedded-postgres.ts';
import { makeScratch } from './local-stack/make-scratch.ts';
import { freePort } from './local-stack/ports.ts';
import { repoRoot } from './local-stack/repo-root.ts';
import { chooseSecondGo } from './test-servers/choose-second-go.ts';
import { findChromium } from './test-servers/find-chromium.ts';
import { hasPrometheus } from './test-servers/find-prometheus.ts';
import { hasShellTools } from './test-servers/find-shell-tools.ts';
import { openTestRedis } from './test-servers/open-test-redis.ts';
import { readReport } from './test-servers/read-report.ts';

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
  args: readonly string[];
  leaving: AbortSignal;
}): Promise<number> {
  const child = spawn(
    process.execPath,
    [
      '--experimental-vm-modules',
      '--disable-warning=ExperimentalWarning',
      jest,
      '--json',
      `--outputFile=${input.report}`,
      ...input.args,
    ],
    { cwd: repoRoot, stdio: 'inherit', env: { ...process.env, ...input.env } },
  );
  input.leaving.addEventListener('abort', () => child.kill('SIGTERM'));
  return new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

/** Runs what was asked for, and what may have failed for want of a free machine once more, alone: both are told. */
async function runSuites(input: {
  env: Record<string, string>;
  scratch: string;
  leaving: AbortSignal;
}): Promise<number> {
  const { env, scratch, leaving } = input;
  const isLeaving = (): boolean => leaving.aborted;
  const asked = process.argv.slice(2);
  const report = path.join(scratch, 'report.json');
  const workers = asked.some((arg) => namesWorkers.test(arg)) ? [] : ['--maxWorkers=2'];
  const code = await runJest({ env, report, leaving, args: [...workers, ...asked] });
  const first = readReport(report);
  if (isLeaving() || first === null) return code;
  const again = code === 0 ? [] : chooseSecondGo(first.failedSuites);
  if (again.length === 0) {
    console.log(`${first.passed} passed, ${first.failed} failed`);
    return code;
  }
  const names = again.map((suite) => path.relative(repoRoot, suite.path));
  console.log(`Failed beside others, and tried once more alone: ${names.join(', ')}`);
  const secondReport = path.join(scratch, 'second-report.json');
  const paths = again.map((suite) => suite.path);
  const args = ['--runInBand', '--runTestsByPath', ...paths];
  const secondCode = await runJest({ env, report: secondReport, leaving, args });
  const second = readReport(secondReport);
  if (isLeaving() || second === null) return secondCode;
  const alone = again.reduce((sum, suite) => sum + suite.passed, 0);
  console.log(
    `Of ${names.length} suites that failed beside others ${names.length - second.failedSuites.length} passed alone.`,
  );
  console.log(`${first.passed - alone + second.passed} passed, ${second.failed} failed`);
  return secondCode;
}

async function main(): Promise<number> {
  const leaving = new AbortController();
  const isLeaving = (): boolean => leaving.signal.aborted;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => leaving.abort());
  }
  const scratch = makeScratch('yuexin-test-');
  const closers: Close[] = [];
  try {
    const env = await openServers(scratch, closers);
    if (isLeaving()) return 130;
    const code = await runSuites({ env, scratch, leaving: leaving.signal });
    return isLeaving() ? 130 : code;
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
