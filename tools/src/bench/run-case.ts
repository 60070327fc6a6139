import type { AnyBenchCase, CaseStage, Contender, Measurement } from './bench-case.ts';
import { whenAborted } from '../chaos/when-aborted.ts';
import { compare } from './figures/compare.ts';
import { summarise } from './figures/summarise.ts';
import type { CaseRecord, ContenderRecord } from './record/bench-record.ts';
import { formatFigure } from './report/format-figure.ts';

/** All contenders warm up, then take turns, A B A B …, so that what changes on the machine meanwhile meets all of them. */
export async function runCase(input: {
  benchCase: AnyBenchCase;
  stage: CaseStage;
  isQuick: boolean;
  rounds: number;
  leaving: AbortSignal;
}): Promise<CaseRecord> {
  const { benchCase, stage, isQuick, leaving } = input;
  const rounds = Math.min(input.rounds, benchCase.roundsMax ?? input.rounds);
  const opened = await benchCase.openWith(stage, isQuick);
  const gone = whenAborted(leaving);
  // Heard of by whoever waits for a run; nobody does while a case is closed.
  gone.catch(() => undefined);
  try {
    const measured = new Map<Contender, Measurement[]>();
    for (const contender of opened.contenders) {
      leaving.throwIfAborted();
      await Promise.race([contender.warmUp(), gone]);
      measured.set(contender, []);
    }
    for (let round = 1; round <= rounds; round += 1) {
      for (const [contender, runs] of measured) {
        leaving.throwIfAborted();
        const run = await Promise.race([contender.measure(), gone]);
        runs.push(run);
        stage.say(
          `  ${String(round)}/${String(rounds)}  ${contender.name}: ${formatFigure(run.figure, benchCase.digits)} ${benchCase.unit}`,
        );
      }
    }
    return recordOf({ benchCase, isQuick, rounds, measured });
  } finally {
    await opened.close();
  }
}

function recordOf(input: {
  benchCase: AnyBenchCase;
  isQuick: boolean;
  rounds: number;
  measured: ReadonlyMap<Contender, readonly Measurement[]>;
}): CaseRecord {
  const { benchCase, isQuick, rounds, measured } = input;
  const contenders = [...measured].map(([{ name }, runs]) => recordContender(name, runs));
  const summaries = new Map(contenders.map((one) => [one.name, one]));
  const { name, title, unit, digits, comparisons } = benchCase;
  return {
    ...{ name, title, unit, digits, rounds, contenders },
    measuredAt: new Date().toISOString(),
    sizes: benchCase.sizesOf(isQuick),
    comparisons: comparisons.map((comparison) => compare(comparison, summaries)),
  };
}

function recordContender(name: string, runs: readonly Measurement[]): ContenderRecord {
  const names = new Set(runs.flatMap((run) => Object.keys(run.details ?? {})));
  const details = [...names].map((detail) => {
    const figures = runs.flatMap((run) => run.details?.[detail] ?? []);
    return [detail, summarise(figures).median] as const;
  });
  return {
    name,
    ...summarise(runs.map((run) => run.figure)),
    details: Object.fromEntries(details),
  };
}
