import { parseArgs } from 'node:util';
import { AppError, type FieldProblem } from '@yuexin/errors';

export type AskingOptions = {
  seeds: readonly number[];
  users: number;
  days: number;
  /** Compares with what docs/ shows instead of writing it. */
  isCheck: boolean;
};

const numbers = {
  users: { least: 10, most: 100_000, fallback: 10_000 },
  days: { least: 1, most: 365, fallback: 30 },
} as const;
const seedMost = 4_294_967_295;
const usualSeeds = [1, 2, 3];

/**
 * `--seeds 1,2,3 --users 10000 --days 30 --check`.
 * @throws AppError `invalid-request` naming every wrong option.
 */
export function readAskingOptions(args: readonly string[]): AskingOptions {
  const problems: FieldProblem[] = [];
  const given = parse(args);
  const number = (name: keyof typeof numbers): number => {
    const { least, most, fallback } = numbers[name];
    const text = given[name] ?? String(fallback);
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    const message = `--${name} must be a whole number from ${least} to ${most}; it is "${text}".`;
    problems.push({ pointer: `/${name}`, rule: 'format', message });
    return fallback;
  };
  const seeds = given.seeds?.split(',') ?? usualSeeds.map(String);
  for (const seed of seeds) {
    if (/^\d{1,10}$/.test(seed) && Number(seed) <= seedMost) continue;
    const message = `--seeds must be whole numbers up to ${seedMost}, comma-separated; one is "${seed}".`;
    problems.push({ pointer: '/seeds', rule: 'format', message });
  }
  const options: AskingOptions = {
    seeds: seeds.map(Number),
    users: number('users'),
    days: number('days'),
    isCheck: given.check === true,
  };
  if (problems.length > 0) throw invalid(problems);
  return options;
}

/** Whether these are the figures that docs/ shows. */
export function isAsDocumented({ seeds, users, days }: AskingOptions): boolean {
  return (
    seeds.join() === usualSeeds.join() &&
    users === numbers.users.fallback &&
    days === numbers.days.fallback
  );
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { seeds: text, users: text, days: text, check: { type: 'boolean' } as const };
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
