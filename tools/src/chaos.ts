/** `npm run chaos`: faults and kills against a private stack, then the audit; exit 0 only if every promise held. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { runNaive } from './chaos/naive/run-naive.ts';
import { drawPlan } from './chaos/plan/draw-plan.ts';
import { readChaosOptions, type ChaosOptions } from './chaos/read-chaos-options.ts';
import { printComparison } from './chaos/report/print-comparison.ts';
import { reportOutcome } from './chaos/report/report-outcome.ts';
import { runChaos, type ChaosOutcome } from './chaos/run-chaos.ts';
import { makeScratch } from './local-stack/make-scratch.ts';

const print = (line: string): void => console.log(line);

async function play(
  options: ChaosOptions,
  dataRoot: string,
  leaving: AbortSignal,
): Promise<boolean> {
  const plan = drawPlan(options);
  print(
    `Chaos: profile ${options.profile}, topology ${options.topology}, ${String(options.seconds)} s, seed ${String(options.seed)}. Load and faults are drawn from the seed; timing is the machine's.`,
  );
  let isGood = false;
  const outcomes: ChaosOutcome[] = [];
  await runChaos({
    plan,
    dataRoot,
    leaving,
    say: print,
    look: async (outcome) => {
      isGood = await reportOutcome({ plan, outcome, print });
      outcomes.push(outcome);
    },
  });
  const [ours] = outcomes;
  if (options.isNaiveToo && ours !== undefined) {
    print('\nThe naive sender (tools/bench/peers/naive) under the same load and faults …');
    const naive = await runNaive({ plan, dataRoot, leaving, say: print });
    printComparison({ print, ours, naive });
  }
  return isGood;
}

const repeat = (options: ChaosOptions): string =>
  `npm run chaos -- --profile ${options.profile} --topology ${options.topology} --seconds ${String(options.seconds)} --seed ${String(options.seed)} --users ${String(options.users)} --rate ${String(options.operationsPerSecond)} --keep`;

async function main(): Promise<number> {
  const options = readChaosOptions(process.argv.slice(2));
  const dataRoot = makeScratch('yuexin-chaos-');
  const leaving = new AbortController();
  // A run that failed is kept: its logs say why, and the next one may not fail.
  let isHeld = false;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => leaving.abort());
  }
  try {
    isHeld = await play(options, dataRoot, leaving.signal);
    print(isHeld ? '\nPASS: every promise held.' : '\nFAIL. To repeat it:');
    if (!isHeld) print(`  ${repeat(options)}`);
    return isHeld ? 0 : 1;
  } catch (error) {
    print(
      `\nFAIL: ${error instanceof Error ? error.message : String(error)}\nTo repeat it:\n  ${repeat(options)}`,
    );
    return 1;
  } finally {
    const isLeftByWish = leaving.signal.aborted && !options.isKept;
    if (!isLeftByWish && (options.isKept || !isHeld))
      print(`Data and logs: ${path.join(dataRoot, 'logs')}`);
    else rmSync(dataRoot, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
process.exit();
