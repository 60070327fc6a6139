import { AppError, type FieldProblem } from '@yuexin/errors';
import type { z } from 'zod';

const escape = (part: PropertyKey): string =>
  String(part).replaceAll('~', '~0').replaceAll('/', '~1');

const pointerOf = (root: string, path: readonly PropertyKey[]): string =>
  [root, ...path.map(escape)].join('/');

function problemsOf(issue: z.core.$ZodIssue, root: string): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf(root, [...issue.path, key]),
      rule: 'unknown',
      message: 'is not known here',
    }));
  }
  const pointer = pointerOf(root, issue.path);
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return isMissing
    ? [{ pointer, rule: 'required', message: 'is required' }]
    : [{ pointer, rule: issue.code, message: issue.message }];
}

/** The value as the schema reads it, or AppError `invalid-request` with every problem. `root` is '' for a body. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, root: '' | '/query'): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid-request', {
    message: 'The request is not as it should be.',
    problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, root)),
  });
}
