import type { FieldProblem } from '@yuexin/errors';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;
type Told = Omit<FieldProblem, 'pointer'>;

/** RFC 6901. */
export function pointerOf(base: string, path: readonly PropertyKey[]): string {
  const escaped = path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
  return [base, ...escaped].join('/');
}

const longestActual = 60;
const shown = (text: string): string =>
  text.length > longestActual ? `${text.slice(0, longestActual)}…` : text;

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Where the schema's word for a type is not JSON's. */
const typeNames: Record<string, string> = { int: 'whole number', record: 'object' };

function tellType(issue: z.core.$ZodIssueInvalidType): Told {
  if (issue.input === undefined) return { rule: 'required', message: 'is missing' };
  const actual = typeOf(issue.input);
  const expected = typeNames[issue.expected] ?? issue.expected;
  return { rule: 'type', message: `must be of type ${expected}`, limit: expected, actual };
}

const measures: Record<string, string> = { string: 'character', array: 'item' };

function sizeOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
}

function tellSize(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall): Told {
  const isBig = issue.code === 'too_big';
  const limit = Number(isBig ? issue.maximum : issue.minimum);
  const measure = measures[issue.origin];
  const bound = `must ${measure === undefined ? 'be' : 'have'} ${isBig ? 'at most' : 'at least'} ${limit}`;
  const actual = sizeOf(issue.input);
  return {
    rule: measure === undefined ? (isBig ? 'max' : 'min') : isBig ? 'max-length' : 'min-length',
    message: measure === undefined ? bound : `${bound} ${measure}${limit === 1 ? '' : 's'}`,
    limit,
    ...(actual !== undefined && { actual }),
  };
}

function tellValue(issue: z.core.$ZodIssueInvalidValue): Told {
  const limit = issue.values.map(String).join(' | ');
  if (issue.input === undefined) return { rule: 'required', message: 'is missing', limit };
  return {
    rule: 'one-of',
    message: `must be one of ${limit}`,
    limit,
    actual: typeof issue.input === 'string' ? shown(issue.input) : typeOf(issue.input),
  };
}

const formatMessages: Record<string, string> = {
  datetime: 'must be an RFC 3339 time with an offset, such as 2026-01-05T08:00:00Z',
  uuid: 'must be a UUID',
};

/** What a limit of ours is held against: as the rule counts it, or the value itself where it is short enough to be told. */
function actualOf({ params = {}, input }: z.core.$ZodIssueCustom): number | string | undefined {
  const { actual, limit, sizeOf: countOf } = params;
  if (typeof actual === 'number' || typeof actual === 'string') return actual;
  if (typeof countOf === 'function') return (countOf as (value: unknown) => number)(input);
  if (limit === undefined) return undefined;
  if (typeof input === 'number') return input;
  return typeof input === 'string' ? shown(input) : undefined;
}

/** A schema's own rule: `z.custom` issues carry `params: { rule, limit?, actual? | sizeOf? }`. */
function tellCustom(issue: z.core.$ZodIssueCustom): Told {
  const params = issue.params ?? {};
  const told: Told = {
    rule: typeof params.rule === 'string' ? params.rule : 'valid',
    message: issue.message,
  };
  if (typeof params.limit === 'number' || typeof params.limit === 'string')
    told.limit = params.limit;
  const actual = actualOf(issue);
  if (actual !== undefined) told.actual = actual;
  return told;
}

function tell(issue: Issue): Told {
  switch (issue.code) {
    case 'invalid_type':
      return tellType(issue);
    case 'too_big':
    case 'too_small':
      return tellSize(issue);
    case 'invalid_value':
      return tellValue(issue);
    case 'invalid_format':
      return { rule: 'format', message: formatMessages[issue.format] ?? issue.message };
    case 'custom':
      return tellCustom(issue);
    default:
      return { rule: issue.code.replaceAll('_', '-'), message: issue.message };
  }
}

/** The member that decides what the rest must look like is missing or has a value nobody knows. */
function tellDiscriminator(input: unknown, name: string): Told {
  const value = (input as Record<string, unknown> | undefined)?.[name];
  if (value === undefined) return { rule: 'required', message: 'is missing' };
  const actual = typeof value === 'string' ? shown(value) : typeOf(value);
  return { rule: 'one-of', message: 'is none of the values known here', actual };
}

/** Of the ways a union can be met, the one whose type fits: its problems say what is really wrong. */
function branchThatFits(issue: z.core.$ZodIssueInvalidUnion): Issue[] | undefined {
  return issue.errors.find(
    (branch) =>
      branch.length > 0 &&
      branch.every((one) => one.path.length > 0 || one.code !== 'invalid_type'),
  );
}

/** zod's own bound of whole numbers, beside one of ours for the same value. */
function isImplied(issue: Issue, issues: readonly Issue[]): boolean {
  if (issue.code !== 'too_big' && issue.code !== 'too_small') return false;
  const bound = issue.code === 'too_big' ? issue.maximum : issue.minimum;
  const place = pointerOf('', issue.path);
  return (
    Math.abs(Number(bound)) === Number.MAX_SAFE_INTEGER &&
    issues.some(
      (other) =>
        other !== issue && other.code === issue.code && pointerOf('', other.path) === place,
    )
  );
}

/** Every problem of a failed parse, one for each thing to mend, with pointers below `base`. */
export function problemsOfIssues(issues: readonly Issue[], base = ''): FieldProblem[] {
  const told = issues.filter((issue) => !isImplied(issue, issues));
  return told.flatMap((issue): FieldProblem[] => {
    const pointer = pointerOf(base, issue.path);
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        pointer: pointerOf(pointer, [key]),
        rule: 'unknown-key',
        message: 'is not known here',
      }));
    if (issue.code === 'invalid_union') {
      if (issue.discriminator !== undefined)
        return [{ pointer, ...tellDiscriminator(issue.input, issue.discriminator) }];
      const branch = branchThatFits(issue);
      if (branch !== undefined) return problemsOfIssues(branch, pointer);
      return [{ pointer, rule: 'type', message: issue.message, actual: typeOf(issue.input) }];
    }
    if (issue.code === 'invalid_key') {
      const [first] = problemsOfIssues(issue.issues, '');
      return [{ pointer, rule: 'key', message: first?.message ?? issue.message }];
    }
    return [{ pointer, ...tell(issue) }];
  });
}
