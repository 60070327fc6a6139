import { describe, expect, test } from '@jest/globals';
import { parseReply } from './parse-reply.ts';

const parse = (text: string | Buffer) => parseReply(Buffer.from(text));

describe('parseReply', () => {
  test.each([
    ['1988810812324364291', '1988810812324364291'],
    ['3248682510344192008', '3248682510344192008'],
    ['9007199254740993', '9007199254740993'],
    ['9007199254740991', 9_007_199_254_740_991],
    ['43101', 43_101],
    ['-1', -1],
    ['1.50', '1.50'],
    ['1e3', '1e3'],
  ])('when a number is %s, then it is kept as %p', (text, expected) => {
    expect(parse(`{"n":${text}}`)).toEqual({ kind: 'object', tree: { n: expected } });
  });

  test.each(['', ' \r\n', '\u0000', '\ufeff'])('when the body is %j, then it is empty', (text) => {
    expect(parse(text)).toEqual({ kind: 'empty' });
  });

  test.each([
    '<html></html>',
    '{"errcode":0',
    '{"errcode":0} trailing',
    '[{"errcode":0}]',
    '"ok"',
    '0',
    'null',
    '{"a":'.repeat(100_000),
    `{"a":${'['.repeat(40)}${']'.repeat(40)}}`,
  ])('when the body is no JSON object (%#), then it is not-json', (text) => {
    expect(parse(text)).toEqual({ kind: 'not-json' });
  });

  test('when there are raw control characters, then it is read all the same', () => {
    expect(parse('{"errcode":47003,\u0000\n"errmsg":"argument\u0001 invalid!\n"}')).toEqual({
      kind: 'object',
      tree: { errcode: 47003, errmsg: 'argument  invalid! ' },
    });
  });

  test('when there is a byte order mark, or bytes that are no UTF-8, then it is read all the same', () => {
    expect(parse('\ufeff{"errcode":0}')).toEqual({ kind: 'object', tree: { errcode: 0 } });
    const broken = Buffer.concat([Buffer.from('{"m":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(parse(broken)).toEqual({ kind: 'object', tree: { m: '\ufffd' } });
  });

  test('when a key comes twice, then the last one counts; and __proto__ is only a key', () => {
    expect(parse('{"errcode":0,"errcode":40001}')).toEqual({
      kind: 'object',
      tree: { errcode: 40001 },
    });
    const parsed = parse('{"__proto__":{"errcode":0}}');
    expect(parsed.kind === 'object' && parsed.tree.errcode).toBeUndefined();
  });
});
