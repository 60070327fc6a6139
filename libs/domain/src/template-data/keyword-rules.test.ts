import { describe, expect, test } from '@jest/globals';
import { brokenBy } from './keyword-rule.ts';
import { rulesOfKeyword } from './keyword-rules.ts';

const broken = (type: string, value: string, options?: string[]): string[] =>
  brokenBy(rulesOfKeyword(options === undefined ? { type } : { type, options }), value).map(
    ({ rule }) => rule,
  );

const han = (count: number): string => '货'.repeat(count);

/** Values seen accepted, or allowed by the documentation (wechat-facts 3.1). */
const accepted: Record<string, string[]> = {
  thing: [han(20), 'a'.repeat(20), '【广州】-->【上海】', '钢材 32 吨', '(•̀ᴗ•́)و'],
  number: ['32', '3.14', '1'.repeat(32), '-5', '1,000', `${'1'.repeat(30)}.22`],
  letter: ['abcXYZ', 'a'.repeat(32)],
  symbol: ['!!', '￥#@&*', '—'],
  character_string: ['A-1 #2', '2024/07/24', 'a'.repeat(32)],
  time: [
    ...[
      '15:01',
      '9:05',
      '23:59:59',
      '2019年10月1日 15:01',
      '2019年10月1日15:01',
      '2020-08-17 20:33:09',
    ],
    ...['2022-12-08 16:13:16', '06:00:00~08:30:00', '2024-07-24 08:00~12:00', '08:00 ~ 12:00'],
    ...['2024-07-24 08:00~2024-07-25 09:00'],
  ],
  date: [
    ...['2015年01月05日', '2018-01-01', '2021/09/07', '2021.9.7', '2019年10月', '10月1日', '10-01'],
    ...['2019-12-25 09:42', '2019年10月1日~2019年10月7日', '2019-10-01 08:00~12:00'],
  ],
  amount: [
    '¥214.00',
    '￥100',
    '0.05',
    '0元',
    '$9.99',
    '¥1234567890.12元',
    '-5元',
    '¥-5',
    '¥1,234,567.891',
    '¥ 100',
    '+5',
  ],
  phone_number: ['13800000000', '+86-13800000000', '020-8888-8888', '1'.repeat(17)],
  car_number: ['粤A12345', '粤A1234学', 'A12345', '粤', '粤AD12345'],
  name: [han(10), 'a'.repeat(20), 'O’Brien-Smith', '王·小明'],
  phrase: ['审核通过', '认证成功', han(5)],
  short_thing: ['单品询价', han(5)],
  keyword: ['anything', 'x'.repeat(20), '1号'],
};

type Refused = [value: string, rules: string[]];

const misformed = (...values: string[]): Refused[] => values.map((value) => [value, ['format']]);

/** Values seen refused, or ruled out by the documentation. */
const refused: Record<string, Refused[]> = {
  thing: [
    [han(21), ['max-length']],
    // 11 emoji are 22 UTF-16 units.
    ['😀'.repeat(11), ['max-length']],
  ],
  number: [
    ['12a', ['format']],
    ['1.2.3', ['format']],
    ['三', ['format']],
    ['.5', ['format']],
    ['1'.repeat(33), ['max-length']],
    ['１２', ['format']],
  ],
  letter: [
    ['ab1', ['format']],
    ['a b', ['format']],
    ['a'.repeat(33), ['max-length']],
  ],
  symbol: [
    ['a!', ['characters']],
    ['!1', ['characters']],
    ['！！！！！！', ['max-length']],
  ],
  character_string: [
    ['单号1', ['characters']],
    ['a'.repeat(33), ['max-length']],
  ],
  time: [
    ...misformed('2019-10-01', '24:00', '12:60', '12', '2024-07-24 08~12', '2024-07-24T08:00'),
    ...misformed('06:00～08:30', '06:00~08:30~09:00', '2019-10-0115:01', '下午3点'),
  ],
  date: [
    ...misformed('15:01', '2019年13月1日', '2019-10-32', '2019-10/01', '明天', '2019'),
    ...misformed('2019-10-01～2019-10-07', '2019-10-01~12:00'),
  ],
  amount: [
    ['¥12345678901', ['max-length']],
    ['12345678901.5元', ['max-length']],
    ['100元起', ['format']],
    ['¥.5', ['format']],
    ['100块', ['format']],
    ['¥¥100', ['format']],
    ['RMB100', ['format']],
  ],
  phone_number: [
    ['15隐私保护7851', ['characters']],
    ['1'.repeat(18), ['max-length']],
  ],
  car_number: [
    ['粤A·12345', ['format']],
    ['粤粤12345', ['format']],
    ['粤A1234567', ['max-length']],
  ],
  name: [
    ['用户410774', ['characters']],
    [han(11), ['max-length']],
    ['王abcdefghij', ['max-length']],
    ['a'.repeat(21), ['max-length']],
  ],
  phrase: [
    ['已ok', ['format']],
    ['通过！', ['format']],
    ['第1批', ['format']],
    [han(6), ['max-length']],
  ],
  short_thing: [[han(6), ['max-length']]],
  site01: [['x'.repeat(21), ['max-length']]],
};

describe('the rules of a keyword type', () => {
  test.each(
    Object.entries(accepted).flatMap(([type, values]) =>
      values.map((value) => [type, value] as const),
    ),
  )('%s takes %j', (type, value) => {
    expect(broken(type, value)).toEqual([]);
  });

  test.each(
    Object.entries(refused).flatMap(([type, cases]) =>
      cases.map(([value, rules]) => [type, value, rules] as const),
    ),
  )('%s refuses %j: %j', (type, value, rules) => {
    expect(broken(type, value)).toEqual(rules);
  });

  test('a type named like a member every object inherits is an unknown type', () => {
    expect(broken('constructor', 'x'.repeat(20))).toEqual([]);
    expect(broken('constructor', 'x'.repeat(21))).toEqual(['max-length']);
  });

  test('a value may break several rules, and all are told', () => {
    expect(broken('name', '王12345678901')).toEqual(['max-length', 'characters']);
  });

  test('a keyword with options takes exactly those, whatever its type', () => {
    expect(broken('enum_string', '是', ['是', '否'])).toEqual([]);
    expect(broken('enum_string', '是 ', ['是', '否'])).toEqual(['option']);
    expect(broken('thing', '是', ['否'])).toEqual(['option']);
  });

  test.each(['enum', 'enum_string', 'const'])(
    'a choice (%s) whose options are not known takes any value',
    (type) => {
      expect(broken(type, 'x'.repeat(21), [])).toEqual([]);
      expect(broken(type, 'x'.repeat(21))).toEqual([]);
    },
  );

  test.each(['constant', 'renum'])(
    'a type that only looks like a choice (%s) is an unknown type',
    (type) => {
      expect(broken(type, 'x'.repeat(21))).toEqual(['max-length']);
    },
  );

  test.each([
    ['number', '12a', 'must be a number of digits, with a decimal part if you like'],
    ['number', '1'.repeat(33), 'has 33 digits; at most 32 are allowed'],
    ['letter', 'ab1', 'must be letters only'],
    ['symbol', '!1', 'must not hold letters or digits (it has 1)'],
    ['character_string', '单1', 'must not hold Chinese characters (it has 单)'],
    [
      'amount',
      '¥¥1',
      'must be one currency sign if you like, digits with decimals, and 元 if you like (¥214.00)',
    ],
    ['amount', '12345678901.5', 'has 11 digits before its decimals; at most 10 are allowed'],
    ['phone_number', '1a', 'must not hold letters or Chinese characters (it has a)'],
    [
      'car_number',
      '粤粤1',
      'must be letters and digits, of which the first and the last may be Chinese characters (粤A12345)',
    ],
    ['phrase', 'ok', 'must be Chinese characters only'],
    [
      'time',
      '12',
      'must be a 24-hour clock, HH:MM or HH:MM:SS, with a date before it if you like, or a range of two such joined by ~ (2019年10月1日 15:01)',
    ],
    [
      'date',
      '明天',
      'must be a date such as 2019年10月1日, 10月1日 or 2019-10-01, with a clock after it if you like, or a range of two such joined by ~',
    ],
    ...['time', 'date'].map((type) => [
      type,
      '06:00～08:30',
      'joins its range with a full-width ～, which WeChat refuses; write ~',
    ]),
  ])('%s tells of %j: %s', (type, value, message) => {
    expect(brokenBy(rulesOfKeyword({ type }), value)).toMatchObject([{ message }]);
  });

  test.each(['time', 'date'])('%s tells which tilde it wants', (type) => {
    const told = brokenBy(rulesOfKeyword({ type }), '06:00～08:30');
    expect(told).toMatchObject([{ rule: 'format', limit: '~' }]);
  });

  test('a value that is none of the options is told all of them', () => {
    const options = ['是', '否'];
    expect(brokenBy(rulesOfKeyword({ type: 'enum', options }), '也许')).toEqual([
      { rule: 'option', message: 'must be one of 是, 否', limit: '是, 否' },
    ]);
  });

  test('limits and actual values are told in numbers', () => {
    expect(brokenBy(rulesOfKeyword({ type: 'thing' }), han(21))).toEqual([
      {
        rule: 'max-length',
        message: 'is 21 characters long; at most 20 are allowed',
        limit: 20,
        actual: 21,
      },
    ]);
    const measured: [type: string, value: string, limit: number, actual: number][] = [
      ['number', '1'.repeat(33), 32, 33],
      ['amount', '¥12345678901.25', 10, 11],
      ['letter', 'a'.repeat(33), 32, 33],
      ['symbol', '！！！！！！', 5, 6],
      ['character_string', 'a'.repeat(40), 32, 40],
      ['phone_number', '1'.repeat(18), 17, 18],
      ['car_number', '粤A1234567', 8, 9],
      ['name', han(11), 10, 11],
      ['name', 'a'.repeat(21), 20, 21],
      ['phrase', han(6), 5, 6],
      ['short_thing', han(6), 5, 6],
      ['thing01', 'x'.repeat(21), 20, 21],
    ];
    for (const [type, value, limit, actual] of measured)
      expect(brokenBy(rulesOfKeyword({ type }), value)).toMatchObject([
        { rule: 'max-length', limit, actual },
      ]);
  });

  test('characters that must not be there are told, each once, the invisible by number', () => {
    expect(brokenBy(rulesOfKeyword({ type: 'name' }), '王1 2 1')).toMatchObject([
      { rule: 'characters', limit: 'no digits', actual: '1 2' },
    ]);
    expect(brokenBy(rulesOfKeyword({ type: 'character_string' }), '一二三四五六')).toMatchObject([
      { actual: '一 二 三 四 五' },
    ]);
  });
});
