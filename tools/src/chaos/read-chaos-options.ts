import { parseArgs } from 'node:util';
import { AppError, type FieldProblem } from '@yuexin/errors';
import { profileNames, topologies, type ProfileName, type Topology } from './plan/chaos-profile.ts';

export type ChaosOptions = {
  seed: number;
  seconds: number;
  users: number;
  operationsPerSecond: number;
  profile: ProfileName;
  topology: Topology;
  /** Plays the same load and faults to the naive sender afterwards. */
  isNaiveToo: boolean;
  /** Keeps the data folder and its logs. */
  isKept: boolean;
};

const numbers = {
  seed: { least: 0, most: 4_294_967_295, fallback: 1 },
  seconds: { least: 20, most: 86_400, fallback: 60 },
  users: { least: 10, most: 20_000, fallback: 160 },
  rate: { least: 1, most: 2_000, fallback: 20 },
} as const;

const longestOfProfile: Record<ProfileName, number> = { mixed: 20, 'redis-outage': 50, stall: 80 };

/**
 * `--seconds 60 --seed 1 --users 160 --rate 20 --profile mixed --topology single --naive --keep`.
 * @throws AppError `invalid-request` naming every wrong option.
 */
export function readChaosOptions(args: readonly string[]): ChaosOptions {
  const problems: FieldProblem[] = [];
  const given = parse(args);
  const number = (name: keyof typeof numbers): number => {
    const { least, most, fallback } = numbers[name];
    const text = given[name];
    if (text === undefined) return fallback;
    const value = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    const message = `--${name} must be a whole number from ${least} to ${most}; it is "${String(text)}".`;
    problems.push({ pointer: `/${name}`, rule: 'format', message });
    return fallback;
  };
  const choice = <Name extends string>(
    name: 'profile' | 'topology',
    [first, ...others]: readonly [Name, ...Name[]],
  ): Name => {
    const text = given[name] ?? first;
    const found = [first, ...others].find((one) => one === text);
    if (found !== undefined) return found;
    const message = `--${name} must be one of ${[first, ...others].join(', ')}; it is "${String(text)}".`;
    problems.push({ pointer: `/${name}`, rule: 'option', message });
    return first;
  };
  const options = {
    seed: number('seed'),
    seconds: number('seconds'),
    users: number('users'),
    operationsPerSecond: number('rate'),
    profile: choice('profile', profileNames),
    topology: choice('topology', topologies),
    isNaiveToo: given.naive === true,
    isKept: given.keep === true,
  } satisfies ChaosOptions;
  if (problems.length > 0) throw invalid(problems);
  // The two long faults need their time and a while after it.
  return { ...options, seconds: Math.max(options.seconds, longestOfProfile[options.profile]) };
}

function parse(args: readonly string[]): Record<string, string | boolean | undefined> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    seed: text,
    seconds: text,
    users: text,
    rate: text,
    profile: text,
    topology: text,
  };
  try {
    return parseArgs({ args: [...args], options: { ...options, naive: flag, keep: flag } }).values;
  } catch (error) {
    throw invalid([{ pointer: '', rule: 'unknown', message: (error as Error).message }]);
  }
}

function invalid(problems: readonly FieldProblem[]): AppError {
  const message = problems.map((problem) => problem.message).join('\n');
  return new AppError('invalid-request', { message, problems });
}
