import { describe, expect, test } from '@jest/globals';
import { parseTemplateContent } from '../parse-template-content.ts';
import { validateTemplateData } from './validate-template-data.ts';

const keywords = parseTemplateContent({
  content: '路线：{{thing1.DATA}}\n货物：{{thing2.DATA}}\n时间：{{time3.DATA}}\n',
});
const good = { thing1: { value: '【广州】-->【上海】' }, thing2: '钢材 32 吨', time3: '15:01' };

const problemsOf = (data: unknown) => {
  const result = validateTemplateData({ data, keywords });
  return result.ok ? [] : result.problems.map(({ pointer, rule }) => [pointer, rule]);
};

describe('the data of a push', () => {
  test("may be in WeChat's shape or bare strings, and comes out in WeChat's", () => {
    expect(validateTemplateData({ data: good, keywords })).toEqual({
      ok: true,
      data: {
        thing1: { value: '【广州】-->【上海】' },
        thing2: { value: '钢材 32 吨' },
        time3: { value: '15:01' },
      },
      ignored: [],
    });
  });

  test('keys the template does not have are accepted, told, and not sent; so is what stands beside value', () => {
    const data = {
      ...good,
      thing1: { value: '甲', color: '#f00' },
      remark: { value: 'x' },
      __proto__x: 1,
    };
    const result = validateTemplateData({ data, keywords });
    expect(result).toMatchObject({ ok: true, ignored: ['remark', '__proto__x'] });
    expect(result.ok && result.data.thing1).toEqual({ value: '甲' });
  });

  test('every problem of every keyword is told at once, each with its pointer', () => {
    const data = { thing1: { value: '货'.repeat(21) }, time3: { value: '2019-10-01' } };
    const result = validateTemplateData({ data, keywords });
    expect(result).toMatchObject({
      ok: false,
      problems: [
        {
          pointer: '/data/thing1/value',
          rule: 'max-length',
          message: 'is 21 characters long; at most 20 are allowed',
          limit: 20,
          actual: 21,
        },
        { pointer: '/data/thing2', rule: 'required' },
        { pointer: '/data/time3/value', rule: 'format' },
      ],
    });
  });

  test.each([
    ['JSON text instead of an object', '{"thing1":"x"}', 'a string'],
    ['null', null, 'null'],
    ['an array', [], 'an array'],
    ['a number', 7, 'a number'],
  ])('%s is refused as a whole', (_name, data, actual) => {
    expect(validateTemplateData({ data, keywords })).toEqual({
      ok: false,
      problems: [
        {
          pointer: '/data',
          rule: 'type',
          message: `must be an object of keywords, not ${actual}`,
          actual,
        },
      ],
    });
  });

  test.each<[string, unknown, string, string]>([
    ['missing', undefined, '/data/thing1', 'required'],
    ['null', null, '/data/thing1', 'type'],
    ['a number', 32, '/data/thing1', 'type'],
    ['an array', ['x'], '/data/thing1', 'type'],
    ['an empty object', {}, '/data/thing1/value', 'required'],
    ['a number inside value', { value: 32 }, '/data/thing1/value', 'type'],
    ['null inside value', { value: null }, '/data/thing1/value', 'type'],
    ['empty', '', '/data/thing1', 'empty'],
    ['blank', ' \t\u3000', '/data/thing1', 'empty'],
    ['invisible', '\u200b\u2060\ufeff', '/data/thing1', 'empty'],
    ['two lines', 'a\nb', '/data/thing1', 'characters'],
    ['a line separator', 'a\u2028b', '/data/thing1', 'characters'],
    ['a null character', 'a\u0000b', '/data/thing1', 'characters'],
    ['half an emoji', 'a\ud83d', '/data/thing1', 'characters'],
  ])('a value that is %s is refused', (_name, value, pointer, rule) => {
    expect(problemsOf({ ...good, thing1: value })).toEqual([[pointer, rule]]);
  });

  test.each<[string, unknown, string]>([
    ['nested in data.data', { data: good }, '(it stands one level too deep, in data.data)'],
    [
      'a key with .DATA',
      { ...good, thing1: undefined, 'thing1.DATA': 'x' },
      '("thing1.DATA" was given)',
    ],
    ['a key with a space', { ...good, thing1: undefined, 'thing1 ': 'x' }, '("thing1 " was given)'],
    ['a key in another case', { ...good, thing1: undefined, Thing1: 'x' }, '("Thing1" was given)'],
  ])('the commonest mistakes are problems, and said: %s', (_name, data, hint) => {
    const result = validateTemplateData({ data, keywords });
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? [] : result.problems[0]).toEqual({
      pointer: '/data/thing1',
      rule: 'required',
      message: `is missing; the template needs it ${hint}`,
    });
  });

  test('a key that is merely like another gives no hint', () => {
    const data = { ...good, thing1: undefined, 'thing.data1': 'x' };
    expect(validateTemplateData({ data, keywords })).toMatchObject({
      problems: [{ message: 'is missing; the template needs it' }],
    });
  });

  test.each<[unknown, string, string, string]>([
    [7, 'type', 'a string or {"value": "…"}', 'a number'],
    [null, 'type', 'a string or {"value": "…"}', 'null'],
    [{ value: [] }, 'type', 'a string', 'an array'],
    [{}, 'required', 'a string', 'nothing'],
  ])('%j is told what it must be and what it is', (value, rule, limit, actual) => {
    const told = { rule, limit, actual, message: `must be ${limit}` };
    expect(validateTemplateData({ data: { ...good, thing1: value }, keywords })).toMatchObject({
      problems: [told],
    });
  });

  test.each([
    ['', 'is empty; WeChat refuses blank values'],
    ['a\nb', 'must not hold line breaks or other control characters (it has U+000A)'],
    ['a\ud83d', 'must not hold broken characters (half of a surrogate pair) (it has U+D83D)'],
  ])('%j is told in words', (value, message) => {
    expect(validateTemplateData({ data: { ...good, thing1: value }, keywords })).toMatchObject({
      problems: [{ message }],
    });
  });

  test('control characters and broken characters are told by number', () => {
    const data = { ...good, thing1: 'a\n\ud83d' };
    expect(validateTemplateData({ data, keywords })).toMatchObject({
      problems: [{ actual: 'U+000A' }, { actual: 'U+D83D' }],
    });
  });

  test('members every object inherits are no data', () => {
    const inherited = [{ key: 'toString', type: 'thing', label: '' }];
    const result = validateTemplateData({ data: {}, keywords: inherited });
    expect(result).toMatchObject({ ok: false, problems: [{ rule: 'required' }] });
  });

  test('pointers are escaped as RFC 6901 wants', () => {
    const strange = [{ key: 'a/b~c', type: 'thing', label: '' }];
    const result = validateTemplateData({ data: {}, keywords: strange });
    expect(result).toMatchObject({ problems: [{ pointer: '/data/a~1b~0c' }] });
  });

  test('a template without keywords takes an empty object', () => {
    expect(validateTemplateData({ data: {}, keywords: [] })).toMatchObject({ ok: true, data: {} });
  });
});
