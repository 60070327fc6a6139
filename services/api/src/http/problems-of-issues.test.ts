import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { pointerOf, problemsOfIssues } from './problems-of-issues.ts';

const problems = (schema: z.ZodType, value: unknown, base = '') => {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : problemsOfIssues(parsed.error.issues, base);
};

describe('a pointer', () => {
  test('when a name holds / or ~, then it is escaped as RFC 6901 wants', () => {
    expect(pointerOf('', ['a/b', 'c~d', 0])).toBe('/a~1b/c~0d/0');
    expect(pointerOf('/query', [])).toBe('/query');
  });
});

describe('problems of a failed parse', () => {
  const schema = z.strictObject({
    name: z.string().min(2).max(4),
    count: z.int().min(1).max(3),
    kind: z.enum(['a', 'b']),
    at: z.iso.datetime({ offset: true }),
    list: z.array(z.string()).max(1),
    map: z.record(z.string(), z.string()).optional(),
  });
  const good = { name: 'abc', count: 2, kind: 'a', at: '2026-01-05T08:00:00+08:00', list: [] };

  test('when nothing is wrong, then there are none', () => {
    expect(problems(schema, good)).toEqual([]);
  });

  const cases: [unknown, unknown][] = [
    [
      { ...good, name: undefined },
      { pointer: '/name', rule: 'required', message: 'is missing' },
    ],
    [
      { ...good, name: null },
      {
        pointer: '/name',
        rule: 'type',
        message: 'must be of type string',
        limit: 'string',
        actual: 'null',
      },
    ],
    [
      { ...good, name: 'abcde' },
      {
        pointer: '/name',
        rule: 'max-length',
        message: 'must have at most 4 characters',
        limit: 4,
        actual: 5,
      },
    ],
    [
      { ...good, name: 'a' },
      {
        pointer: '/name',
        rule: 'min-length',
        message: 'must have at least 2 characters',
        limit: 2,
        actual: 1,
      },
    ],
    [
      { ...good, count: 9 },
      { pointer: '/count', rule: 'max', message: 'must be at most 3', limit: 3, actual: 9 },
    ],
    [
      { ...good, count: 0 },
      { pointer: '/count', rule: 'min', message: 'must be at least 1', limit: 1, actual: 0 },
    ],
    [
      { ...good, count: 1.5 },
      {
        pointer: '/count',
        rule: 'type',
        message: 'must be of type whole number',
        limit: 'whole number',
        actual: 'number',
      },
    ],
    [
      { ...good, kind: 'c' },
      {
        pointer: '/kind',
        rule: 'one-of',
        message: 'must be one of a | b',
        limit: 'a | b',
        actual: 'c',
      },
    ],
    [
      { ...good, kind: undefined },
      { pointer: '/kind', rule: 'required', message: 'is missing', limit: 'a | b' },
    ],
    [
      { ...good, at: 'now' },
      {
        pointer: '/at',
        rule: 'format',
        message: 'must be an RFC 3339 time with an offset, such as 2026-01-05T08:00:00Z',
      },
    ],
    [
      { ...good, list: ['a', 'b'] },
      {
        pointer: '/list',
        rule: 'max-length',
        message: 'must have at most 1 item',
        limit: 1,
        actual: 2,
      },
    ],
    [
      { ...good, map: [] },
      {
        pointer: '/map',
        rule: 'type',
        message: 'must be of type object',
        limit: 'object',
        actual: 'array',
      },
    ],
    [
      { ...good, 'x/y': 1 },
      { pointer: '/x~1y', rule: 'unknown-key', message: 'is not known here' },
    ],
  ];
  test.each(cases)('%j', (value, expected) => {
    expect(problems(schema, value)).toEqual([expected]);
  });

  test('when several are wrong, then all are told, below the base', () => {
    const told = problems(schema, { count: '2', extra: 1, more: 2 }, '/query');
    expect(told.map((problem) => problem.pointer).sort()).toEqual([
      '/query/at',
      '/query/count',
      '/query/extra',
      '/query/kind',
      '/query/list',
      '/query/more',
      '/query/name',
    ]);
  });

  test('when a choice of shapes fits none, then the shape that was meant tells what is wrong', () => {
    const union = z.object({
      v: z.union([z.string(), z.strictObject({ value: z.string() })], { error: 'text or {value}' }),
    });
    expect(problems(union, { v: { value: 1 } })).toMatchObject([
      { pointer: '/v/value', rule: 'type' },
    ]);
    expect(problems(union, { v: { value: 'a', b: 1 } })).toMatchObject([
      { pointer: '/v/b', rule: 'unknown-key' },
    ]);
    expect(problems(union, { v: 7 })).toEqual([
      { pointer: '/v', rule: 'type', message: 'text or {value}', actual: 'number' },
    ]);
  });

  test('when the member that chooses the shape is missing or unknown, then it is named', () => {
    const choice = z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') })]);
    expect(problems(choice, {})).toMatchObject([{ pointer: '/kind', rule: 'required' }]);
    expect(problems(choice, { kind: 'b' })).toMatchObject([
      { pointer: '/kind', rule: 'one-of', actual: 'b' },
    ]);
    expect(problems(choice, { kind: null })).toMatchObject([{ rule: 'one-of', actual: 'null' }]);
  });

  test('when a name of a record is wrong, then the entry is named', () => {
    const record = z.record(z.string().max(2), z.int());
    expect(problems(record, { abc: 1 })).toEqual([
      { pointer: '/abc', rule: 'key', message: 'must have at most 2 characters' },
    ]);
  });

  test('when a number is beyond every safe one, then it is told once, with the bound that is ours', () => {
    expect(problems(schema, { ...good, count: 1e308 })).toEqual([
      { pointer: '/count', rule: 'max', message: 'must be at most 3', limit: 3, actual: 1e308 },
    ]);
    expect(problems(z.int(), -1e308)).toMatchObject([{ rule: 'min', actual: -1e308 }]);
  });

  test('when a rule of ours has a limit, then what was given is told beside it', () => {
    const few = z.record(z.string(), z.int()).refine((map) => Object.keys(map).length <= 1, {
      error: 'must have at most 1 entry',
      params: { rule: 'max-length', limit: 1, sizeOf: (map: object) => Object.keys(map).length },
    });
    expect(problems(few, { a: 1, b: 2 })).toMatchObject([{ limit: 1, actual: 2 }]);
    const short = z.string().refine(() => false, { params: { rule: 'minutes', limit: 60 } });
    expect(problems(short, '61')).toMatchObject([{ limit: 60, actual: '61' }]);
  });

  test('when a choice is a long text, then it is cut', () => {
    const [problem] = problems(z.enum(['a']), 'x'.repeat(100));
    expect(String(problem!.actual)).toHaveLength(61);
  });
});
