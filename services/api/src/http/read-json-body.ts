import { isUtf8 } from 'node:buffer';
import { AppError, type FieldProblem } from '@yuexin/errors';
import { pointerOf } from './problems-of-issues.ts';

const byteOrderMark = '\uFEFF';
const deepest = 32;
const mostProblems = 50;

/**
 * Bytes of a body as JSON. Throws `invalid-request` for bytes that are not UTF-8, text that is not JSON, and values PostgreSQL cannot hold.
 * `isDepthOnly`: of the latter only nesting is looked at here; the caller looks at the rest with `findUnstorableValues`.
 */
export function readJsonBody(bytes: Buffer, { isDepthOnly = false } = {}): unknown {
  const value = parse(decode(bytes));
  const problems: FieldProblem[] = [];
  findUnstorable({ value, path: [], problems, isDepthOnly });
  if (problems.length > 0)
    throw new AppError('invalid-request', {
      message: 'The body holds text or nesting that cannot be stored.',
      problems,
    });
  return value;
}

/** Everything in a value that cannot be stored as it came, at most 50 of it. */
export function findUnstorableValues(value: unknown): FieldProblem[] {
  const problems: FieldProblem[] = [];
  findUnstorable({ value, path: [], problems, isDepthOnly: false });
  return problems;
}

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw notJson('is not valid UTF-8');
  const text = bytes.toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const where = error instanceof Error ? /at position \d+/.exec(error.message)?.[0] : undefined;
    throw notJson(`is not valid JSON${where === undefined ? '' : ` (${where})`}`, error);
  }
}

function notJson(message: string, cause?: unknown): AppError {
  return new AppError('invalid-request', {
    message: `The body ${message}.`,
    problems: [{ pointer: '', rule: 'json', message }],
    cause,
  });
}

type Search = {
  value: unknown;
  path: readonly PropertyKey[];
  problems: FieldProblem[];
  isDepthOnly: boolean;
};

/**
 * NUL characters and lone surrogates have no place in PostgreSQL's text, and a number beyond a double's range would come back
 * as null; deep nesting would break whoever walks it.
 */
function findUnstorable({ value, path, problems, isDepthOnly }: Search): void {
  if (problems.length >= mostProblems) return;
  if (!isDepthOnly && typeof value === 'string' && !isStorable(value))
    problems.push(unstorable(path));
  if (!isDepthOnly && typeof value === 'number' && !Number.isFinite(value))
    problems.push({ pointer: pointerOf('', path), rule: 'number', message: 'is out of range' });
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= deepest) {
    const pointer = pointerOf('', path);
    const message = `is nested deeper than ${deepest} levels`;
    problems.push({ pointer, rule: 'depth', message, limit: deepest });
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const innerPath = [...path, key];
    if (!isDepthOnly && (!isStorable(key) || key === '__proto__'))
      problems.push(unstorable(innerPath));
    else findUnstorable({ value: inner, path: innerPath, problems, isDepthOnly });
  }
}

// With the u flag a surrogate matches only when its other half is missing.
const unpaired = /\p{Surrogate}/u;
const isStorable = (text: string): boolean => !text.includes('\u0000') && !unpaired.test(text);

function unstorable(path: readonly PropertyKey[]): FieldProblem {
  return {
    pointer: pointerOf('', path).replace(/\p{Surrogate}/gu, '\ufffd'),
    rule: 'text',
    message: 'holds a NUL character, half of a character, or a forbidden name',
  };
}
