import fc from 'fast-check';
import { RawJson } from './raw-json.ts';

const nested = (open: string, close: string, depth: number): RawJson =>
  new RawJson(open.repeat(depth) + '1' + close.repeat(depth));

/** Texts that have broken somebody's parser, store, log, shell or page. */
const hostileTexts = [
  ...['', ' ', '\t', '\u0000', 'a\u0000b', '\ufeff', '\u202e\u202d', '\r\nX-Injected: 1', '%00'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length'],
  ...["' or '1'='1", '"; drop table users; --', '\\', '\\u0000', '$1', '${7*7}', '{{7*7}}', '%s%n'],
  ...['../../../etc/passwd', '..%2f..%2f', 'file:///etc/passwd', 'javascript:alert(1)', '//a', '/'],
  ...['<script>alert(1)</script>', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '&amp;', '\u2028'],
  ...['NaN', 'Infinity', '-0', '1e309', '0x10', '9'.repeat(400), 'null', 'undefined', '[]', '{}'],
  ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-14:00', '2026-02-30T00:00:00Z', '1', '-1'],
  ...['é', 'é', 'ﷺ'.repeat(50), '👨‍👩‍👧‍👦', '𠮷', 'İ', 'ß', '１２３', '\u{10ffff}', 'Z̴̺͓͎͒'.repeat(20)],
  ...['a'.repeat(1_000), 'a'.repeat(70_000), 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'],
  ...['+86 138 0000 0000', '+1', '+999999999999999', '13800000000', 'tel:+8613800000000;ext=1'],
] as const;

const hostileJson = [
  ...['1e999', '-1e999', '1e-999', '-0', '9007199254740993', '1'.repeat(500), '0.1e-7', '1E400'],
  ...['"\\ud800"', '"\\udc00\\ud800"', '"\\u0000"', '{"__proto__":{"isAdmin":true}}', '{"":1}'],
  ...['{"constructor":{"prototype":{"isAdmin":true}}}', '{"\\ud800":1}', '{"\\u0000":1}'],
  ...['{"a":1,"a":2}', '{"toString":1,"valueOf":2,"then":3,"hasOwnProperty":4,"toJSON":5}'],
  ...['{"__proto__":null}', '{"length":-1}', '{"length":4294967296,"0":1}', '[[[[[[]]]]]]', '{}'],
].map((text) => new RawJson(text));

const hostileRest: readonly unknown[] = [
  ...[null, true, false, 0, -1, 0.5, 1e21, -1e300, 2_147_483_648, -2_147_483_649, 1e15, 65_536],
  ...[[], {}, [null], [[]], [{}], { value: null }, { $gt: '' }, { $ref: '#' }],
  ...[Array.from({ length: 2_000 }, () => 0), Array.from({ length: 600 }, () => ({}))],
  ...[nested('[', ']', 40), nested('{"a":', '}', 40), nested('[', ']', 5_000)],
  ...[nested('{"a":', '}', 20_000), new RawJson('['.repeat(30_000))],
];

/** What is put in the place of a right value. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...hostileTexts) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...hostileJson) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...hostileRest) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  { weight: 1, arbitrary: fc.double() },
);

/** The same where only text can stand: a path, a query, a header. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);
