import { describe, expect, it } from '@jest/globals';
import { isKeywordValue } from './keyword-rules.ts';

const han = (count: number): string => '货'.repeat(count);

/** Facts 3.1, a data table: type, value, whether WeChat takes it. */
const cases: readonly (readonly [string, string, boolean])[] = [
  ['thing', han(20), true],
  ['thing', han(21), false],
  ['thing', '【广州】-->【上海】', true],
  ['thing', 'a\nb', false],
  ['thing', 'a\u0000b', false],
  ['thing', '😀'.repeat(10), true],
  ['thing', '😀'.repeat(11), false],
  ['short_thing', '单品询价', true],
  ['short_thing', han(6), false],
  ['number', '12', true],
  ['number', '12.50', true],
  ['number', '1'.repeat(32), true],
  ['number', '1'.repeat(33), false],
  ['number', '12a', false],
  ['number', '1,000', false],
  ['letter', 'abcXYZ', true],
  ['letter', 'abc1', false],
  ['letter', 'a'.repeat(33), false],
  ['symbol', '-->', true],
  ['symbol', 'a', false],
  ['symbol', '------', false],
  ['character_string', 'YX-2026/11 #7', true],
  ['character_string', '订单7', false],
  ['character_string', 'a'.repeat(33), false],
  ['time', '15:01', true],
  ['time', '2019年10月1日 15:01', true],
  ['time', '2020-08-17 20:33:09', true],
  ['time', '06:00:00~08:30:00', true],
  ['time', '2024-07-24 08:00~12:00', true],
  ['time', '2024-07-24 08~12', false],
  ['time', '06:00～08:30', false],
  ['time', '2026-11-24', false],
  ['time', '24:00', false],
  ['time', '15:60', false],
  ['date', '2015年01月05日', true],
  ['date', '2018-01-01', true],
  ['date', '2018/1/1', true],
  ['date', '2015年1月', true],
  ['date', '1月5日', true],
  ['date', '2019-12-25 09:42', true],
  ['date', '2021-09-07~2021-09-09', true],
  ['date', '2021-13-07', false],
  ['date', '2021-01-32', false],
  ['date', '2018-01/01', false],
  ['date', '明天', false],
  ['date', '15:01', false],
  ['amount', '¥214.00', true],
  ['amount', '￥100', true],
  ['amount', '0.05', true],
  ['amount', '0元', true],
  ['amount', '12345678901', false],
  ['amount', '¥¥1', false],
  ['amount', '一百元', false],
  ['phone_number', '+86-0766-66888866', true],
  ['phone_number', '1'.repeat(18), false],
  ['phone_number', '15隐私7851', false],
  ['car_number', '粤A8Z888挂', true],
  ['car_number', '粤A8Z8888挂', false],
  ['car_number', 'A粤8888', false],
  ['name', '陈师傅', true],
  ['name', han(11), false],
  ['name', 'Anna Maria Schmidt', true],
  ['name', 'Anna 陈师傅师傅', true],
  ['name', 'Anna Maria 陈', false],
  ['name', '用户410774', false],
  ['phrase', '审核通过', true],
  ['phrase', han(5), true],
  ['phrase', han(6), false],
  ['phrase', '通过1', false],
  ['phrase', 'ok', false],
  ['keyword', han(20), true],
  ['keyword', han(21), false],
];

describe('keyword rules', () => {
  it.each(cases)('%s %j is taken: %s', (type, value, isTaken) => {
    expect(isKeywordValue({ type, value, options: undefined })).toBe(isTaken);
  });

  it('when a keyword has choices, then only they are taken', () => {
    const options = ['已装车', '已送达'];
    expect(isKeywordValue({ type: 'enum_string', value: '已装车', options })).toBe(true);
    expect(isKeywordValue({ type: 'enum_string', value: '装车', options })).toBe(false);
    expect(isKeywordValue({ type: 'const', value: '装车', options })).toBe(false);
  });
});
