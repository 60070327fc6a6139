import { describe, expect, test } from '@jest/globals';
import { validateTemplateData } from '@yuexin/domain';
import { findWordingFaults } from '@yuexin/testkit';
import { z } from 'zod';
import { problemsOfIssues } from '../http/problems-of-issues.ts';
import { recipientLine } from '../use-cases/audiences/recipient-line.schema.ts';
import { createRoutes, type RouteDeps } from './create-routes.ts';

/** Nothing else is asked of it: no route is called here. */
const uncalled: RouteDeps = new Proxy(() => undefined, {
  get: (_target, name) =>
    name === 'checkUrl' ? () => [{ rule: 'url', message: 'must be a URL' }] : uncalled,
}) as unknown as RouteDeps;

/** Values that few fields take: of every type, too small, too large, blank, malformed. */
const oddValues: readonly unknown[] = [
  ...[undefined, null, true, -1, 0, 1.5, 1e308, '', ' ', '?', '1', '9999-12-31T23:59:59-14:00'],
  ...['x'.repeat(20_000), 'https://example.com/ a', {}, { '': 1 }, { a: 'x'.repeat(20_000) }],
  ...[[], [null], [{}], Array.from({ length: 2_000 }, () => 'x')],
];

type Place = readonly (string | number)[];

/** Every place of an example, and the fields of the whole that it leaves out. */
function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return [at];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    placesOf(one, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return [at, ...inner];
}

/** A copy with another value at one place. */
function replaceAt(value: unknown, [key, ...rest]: Place, odd: unknown): unknown {
  if (key === undefined) return odd;
  if (Array.isArray(value))
    return value.map((one: unknown, at) => (at === key ? replaceAt(one, rest, odd) : one));
  const whole = value as Record<string, unknown>;
  return { ...whole, [key]: replaceAt(whole[key], rest, odd) };
}

const shapeOf = (schema: z.ZodType): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

/** All problems of all spoilt copies of an example. */
function problemsWith(schema: z.ZodType, example: unknown, base: string) {
  const places = [...placesOf(example), ...shapeOf(schema).map((key) => [key]), ['unheardOf']];
  const isObject = typeof example === 'object' && example !== null;
  return (isObject ? places : [[]]).flatMap((place) =>
    oddValues.flatMap((odd) => {
      const parsed = schema.safeParse(replaceAt(example, place, odd), { reportInput: true });
      return parsed.success ? [] : problemsOfIssues(parsed.error.issues, base);
    }),
  );
}

const routes = createRoutes(uncalled);
const read = [
  ...routes.flatMap(({ operationId, body }) =>
    body === undefined || body.isRaw === true || body.fileTypes !== undefined
      ? []
      : [
          {
            ...{ name: operationId, example: body.example ?? {}, base: '' },
            // Some bodies are read field by field, by the schema that is documented.
            schema: body.schema instanceof z.ZodUnknown ? body.documented! : body.schema,
          },
        ],
  ),
  ...routes.flatMap(({ operationId, query, params }) => [
    ...(query ? [{ name: operationId, schema: query, example: {}, base: '/query' }] : []),
    ...(params ? [{ name: operationId, schema: params, example: {}, base: '/path' }] : []),
  ]),
  {
    ...{ name: 'a line of an audience', schema: recipientLine, base: '' },
    example: { openid: 'o-1', variables: { from: '广州' } },
  },
];

describe('what is told of a wrong request is read behind its pointer, which alone names the subject', () => {
  test.each(read)('$name $base', ({ schema, example, base }) => {
    const problems = problemsWith(schema, example, base);
    expect(problems).not.toEqual([]);
    expect([...new Set(findWordingFaults(problems))].slice(0, 10)).toEqual([]);
  });

  test('data of a template, of every type of keyword', () => {
    const types = ['thing', 'number', 'letter', 'symbol', 'character_string', 'time', 'date'];
    const more = ['amount', 'phone_number', 'car_number', 'name', 'phrase', 'short_thing', 'site'];
    const keywords = [
      ...[...types, ...more].map((type) => ({ key: `${type}1`, type, label: '' })),
      { key: 'enum_string1', type: 'enum_string', label: '', options: ['一', '二'] },
    ];
    const odd = [
      ...oddValues,
      '广',
      'a1',
      '长'.repeat(40),
      '1'.repeat(40),
      'a\nb',
      '\ud83d',
      '2026-13-45',
    ];
    const problems = [...odd, ...odd.map((value) => ({ value }))].flatMap((value) => {
      const data = Object.fromEntries(keywords.map(({ key }) => [key, value]));
      const checked = validateTemplateData({ data, keywords });
      return checked.ok ? [] : checked.problems;
    });
    const told = new Set(problems.map(({ pointer }) => pointer.split('/')[2]));
    expect([...told].sort()).toEqual(keywords.map(({ key }) => key).sort());
    expect([...new Set(findWordingFaults(problems))].slice(0, 10)).toEqual([]);
    for (const data of [null, 7, [], { data: {} }])
      expect(findWordingFaults(validateTemplateData({ data, keywords }))).toEqual([]);
  });
});
