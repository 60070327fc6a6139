import { parseArgs } from 'node:util';
import { AppError, type FieldProblem } from '@yuexin/errors';

export type BenchOptions = {
  /** Small sizes and only the cheapest cases, under a minute. */
  isQuick: boolean;
  /** Compares ratios with those recorded instead of recording new ones. */
  isCheck: boolean;
  /** Names of cases; null: all (quick: the cheap ones). */
  only: readonly string[] | null;
  rounds: number;
  /** Writes CPU profiles of Yuexin's services. */
  isProfiled: boolean;
  /** Keeps logs, profiles and data. */
  isKept: boolean;
};

/** At least five, so that a median is not the luck of one round. */
const ROUNDS = 5;
const QUICK_ROUNDS = 3;
const ROUNDS_MAX = 99;

/**
 * `--quick --check --only send-pipeline,single-accept --rounds 7 --profile --keep`.
 * @throws AppError `invalid-request` naming every wrong option.
 */
export function readBenchOptions(
  args: readonly string[],
  caseNames: readonly string[],
): BenchOptions {
  const given = parse(args);
  const isQuick = given.quick === true;
  const problems: FieldProblem[] = [];
  const only = readOnly(given.only, caseNames, problems);
  const least = isQuick ? 1 : ROUNDS;
  const rounds = given.rounds ?? String(isQuick ? QUICK_ROUNDS : ROUNDS);
  const isNumber = /^\d{1,2}$/.test(rounds) && Number(rounds) >= least;
  if (!isNumber) {
    const message = `--rounds must be a whole number from ${String(least)} to ${String(ROUNDS_MAX)}; it is "${rounds}".`;
    problems.push({ pointer: '/rounds', rule: 'format', message });
  }
  if (problems.length > 0) throw invalid(problems);
  return {
    isQuick,
    isCheck: given.check === true,
    only,
    rounds: Number(rounds),
    isProfiled: given.profile === true,
    isKept: given.keep === true || given.profile === true,
  };
}

function readOnly(
  text: string | undefined,
  caseNames: readonly string[],
  problems: FieldProblem[],
): readonly string[] | null {
  if (text === undefined) return null;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (caseNames.includes(name)) continue;
    const message = `--only: there is no case "${name}". There are: ${caseNames.join(', ')}.`;
    problems.push({ pointer: '/only', rule: 'option', message });
  }
  return names;
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      options: {
        ...{ quick: flag, check: flag, profile: flag, keep: flag },
        ...{ only: text, rounds: text },
      },
    }).values;
  } catch (error) {
    throw invalid([{ pointer: '', rule: 'unknown', message: (error as Error).message }]);
  }
}

function invalid(problems: readonly FieldProblem[]): AppError {
  const message = problems.map((problem) => problem.message).join('\n');
  return new AppError('invalid-request', { message, problems });
}
