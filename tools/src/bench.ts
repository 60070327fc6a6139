/** `npm run bench`: each case beside its comparators, recorded in docs/benchmarks or checked against what is recorded there. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { benchCases } from './bench/cases/bench-cases.ts';
import { readBenchOptions } from './bench/read-bench-options.ts';
import { runBench } from './bench/run-bench.ts';
import { makeScratch } from './local-stack/make-scratch.ts';

const print = (line: string): void => console.log(line);

async function main(): Promise<number> {
  const options = readBenchOptions(
    process.argv.slice(2),
    benchCases.map(({ name }) => name),
  );
  const folder = makeScratch('yuexin-bench-');
  const leaving = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => leaving.abort(new Error('Interrupted.')));
  }
  // What nobody caught must not leave servers behind.
  for (const name of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(name, (error: Error) => {
      console.error(error);
      leaving.abort(error);
    });
  }
  let isGood = false;
  try {
    isGood = await runBench({ options, folder, leaving: leaving.signal, print });
    return isGood ? 0 : 1;
  } finally {
    if (options.isKept || !isGood) print(`Logs: ${path.join(folder)}`);
    else rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
process.exit();
