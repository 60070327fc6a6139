import path from 'node:path';
import { repoRoot } from '../local-stack/repo-root.ts';
import type { AnyBenchCase } from './bench-case.ts';
import { benchCases } from './cases/bench-cases.ts';
import { findWorse, type Worse } from './figures/find-worse.ts';
import type { BenchOptions } from './read-bench-options.ts';
import type { BenchRecord, CaseRecord } from './record/bench-record.ts';
import { describeMachine } from './record/describe-machine.ts';
import { mergeRecord, readRecord, writeRecord, type RecordPlace } from './record/keep-record.ts';
import { formatRatio } from './report/format-figure.ts';
import { printTable, tableRows } from './report/render-table.ts';
import { runCase } from './run-case.ts';
import { openBenchServers, type BenchServers } from './servers/open-bench-servers.ts';

type Print = (line: string) => void;

/** What a ratio may fall by before the check calls it worse: rounds of a few hundred pushes differ more than those of 20,000. */
const TOLERANCE = { full: 0.15, quick: 0.4 } as const;

/** Runs the cases asked for; false when the check found a ratio that has become worse. A bound that is missed is told, not judged. */
export async function runBench(input: {
  options: BenchOptions;
  folder: string;
  leaving: AbortSignal;
  print: Print;
}): Promise<boolean> {
  const { options, folder, print } = input;
  const name = options.isQuick ? 'quick' : 'full';
  const place: RecordPlace = { folder: path.join(repoRoot, 'docs/benchmarks'), name };
  const recorded = readRecord(place);
  const servers = await openBenchServers(folder);
  try {
    const machine = describeMachine(servers.versions);
    const now: CaseRecord[] = [];
    for (const benchCase of chooseCases(options)) {
      now.push(await carryOut({ ...input, benchCase, servers }));
      if (options.isCheck) continue;
      // After each case, so that what was measured is kept when a later one is broken off.
      await keep({ place, recorded, now: { machine, cases: now } });
    }
    print('');
    printTable(now.flatMap(tableRows), print);
    if (!options.isCheck) return true;
    const unknown = now.filter((one) => !recorded?.cases.some((old) => old.name === one.name));
    for (const one of unknown) print(`There is no record of ${one.name} to check against.`);
    // A check of nothing has found nothing out.
    if (unknown.length === now.length) return false;
    const tolerance = TOLERANCE[name];
    return tellWorse(findWorse({ recorded: recorded?.cases ?? [], now, tolerance }), print);
  } finally {
    await servers.stop();
  }
}

function chooseCases({ only, isQuick }: BenchOptions): readonly AnyBenchCase[] {
  if (only !== null) return benchCases.filter(({ name }) => only.includes(name));
  return isQuick ? benchCases.filter((one) => one.isQuick) : benchCases;
}

async function carryOut(input: {
  options: BenchOptions;
  folder: string;
  leaving: AbortSignal;
  print: Print;
  benchCase: AnyBenchCase;
  servers: BenchServers;
}): Promise<CaseRecord> {
  const { options, benchCase, servers, print, leaving } = input;
  print(`${benchCase.name}: ${benchCase.title}`);
  await servers.wipeRedis();
  const folder = path.join(input.folder, benchCase.name);
  return runCase({
    benchCase,
    stage: { servers, folder, say: print, isProfiled: options.isProfiled },
    isQuick: options.isQuick,
    rounds: options.rounds,
    leaving,
  });
}

async function keep(input: {
  place: RecordPlace;
  recorded: BenchRecord | null;
  now: BenchRecord;
}): Promise<void> {
  const { place, recorded, now } = input;
  const order = benchCases.map(({ name }) => name);
  await writeRecord(place, mergeRecord({ before: recorded, now, order }));
}

function tellWorse(worse: readonly Worse[], print: Print): boolean {
  for (const one of worse) {
    print(
      `WORSE: ${one.case}, ${one.comparison}: ${formatRatio(one.now)} where ${formatRatio(one.recorded)} is recorded.`,
    );
  }
  if (worse.length === 0) print('No recorded ratio has become worse.');
  return worse.length === 0;
}
