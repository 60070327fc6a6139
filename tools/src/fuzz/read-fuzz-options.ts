import { parseArgs } from 'node:util';
import { AppError, type FieldProblem } from '@yuexin/errors';

export type FuzzOptions = {
  seconds: number;
  seed: number;
  /** One request of the seed alone, by its number, to look into it. */
  only: number | null;
};

const numbers = {
  seconds: { least: 1, most: 86_400, fallback: 60 },
  seed: { least: 0, most: 2_147_483_647, fallback: 1 },
  only: { least: 0, most: 1_000_000_000, fallback: null },
} as const;

/**
 * `--seconds 60 --seed 1 [--only 4711]`.
 * @throws AppError `invalid-request` naming every wrong option.
 */
export function readFuzzOptions(args: readonly string[]): FuzzOptions {
  const given = parse(args);
  const problems: FieldProblem[] = [];
  const number = <T extends number | null>(name: keyof typeof numbers, fallback: T): number | T => {
    const { least, most } = numbers[name];
    const text = given[name];
    if (text === undefined) return fallback;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    const message = `--${name} must be a whole number from ${least} to ${most}; it is "${text}".`;
    problems.push({ pointer: `/${name}`, rule: 'format', message });
    return fallback;
  };
  const options = {
    seconds: number('seconds', numbers.seconds.fallback),
    seed: number('seed', numbers.seed.fallback),
    only: number('only', numbers.only.fallback),
  };
  if (problems.length > 0) throw invalid(problems);
  return options;
}

function parse(args: readonly string[]): Record<string, string | undefined> {
  const text = { type: 'string' } as const;
  const options = { seconds: text, seed: text, only: text };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw invalid([{ pointer: '', rule: 'unknown', message: (error as Error).message }]);
  }
}

function invalid(problems: readonly FieldProblem[]): AppError {
  const message = problems.map((problem) => problem.message).join('\n');
  return new AppError('invalid-request', { message, problems });
}
