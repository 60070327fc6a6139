import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { readJsonBody } from './read-json-body.ts';

const pointersOf = (text: string | Buffer): string[] => {
  try {
    readJsonBody(Buffer.from(text as string));
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.problems.map((problem) => `${problem.pointer} ${problem.rule}`);
  }
};

describe('a JSON body', () => {
  test('when it is in order, then it is read, emoji and all', () => {
    const value = { 名: ['👍', { a: null, b: 1.5 }] };
    expect(readJsonBody(Buffer.from(JSON.stringify(value)))).toEqual(value);
  });

  test.each([
    ['not JSON', '{', [' json']],
    ['nothing', '', [' json']],
    ['bytes that are no text', Buffer.from([0x22, 0xff, 0x22]), [' json']],
    ['a NUL in a value', '{"a":["x\\u0000"]}', ['/a/0 text']],
    ['a NUL in a name', '{"a\\u0000":1}', ['/a\u0000 text']],
    ['half a pair', '{"a":"\\ud83d","b":"\\udc4d"}', ['/a text', '/b text']],
    ['a whole pair', '{"a":"\\ud83d\\udc4d"}', []],
    ['__proto__', '{"a":{"__proto__":{"x":1}}}', ['/a/__proto__ text']],
  ])('%s', (_what, text, expected) => {
    expect(pointersOf(text)).toEqual(expected);
  });

  test('when it is nested without end, then it is refused, not followed', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    expect(pointersOf(deep)).toEqual([`${'/0'.repeat(32)} depth`]);
    expect(pointersOf(`${'['.repeat(32)}${']'.repeat(32)}`)).toEqual([]);
  });

  test('when everything is wrong, then the answer is bounded', () => {
    expect(pointersOf(JSON.stringify(Array.from({ length: 500 }, () => '\u0000')))).toHaveLength(
      50,
    );
  });
});
