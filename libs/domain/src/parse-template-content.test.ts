import { describe, expect, test } from '@jest/globals';
import { parseTemplateContent } from './parse-template-content.ts';

describe("a template's content", () => {
  test('is read line by line into keys, types and labels', () => {
    const content =
      '路线：{{thing1.DATA}}\n货物:{{thing2.DATA}}\n单号：{{character_string10.DATA}}\n';
    expect(parseTemplateContent({ content })).toEqual([
      { key: 'thing1', type: 'thing', label: '路线' },
      { key: 'thing2', type: 'thing', label: '货物' },
      { key: 'character_string10', type: 'character_string', label: '单号' },
    ]);
  });

  test.each([
    ['时间: 24:00 前：{{time3.DATA}}', '时间: 24:00 前'],
    ['备注 ： {{thing3.DATA}}', '备注'],
    ['备注：\n{{thing3.DATA}}', '备注'],
    ['前言\r\n备注:{{ thing3.DATA }}\r\n', '备注'],
    ['{{thing3.DATA}}', ''],
  ])('%j has the label %j', (content, label) => {
    expect(parseTemplateContent({ content }).map((keyword) => keyword.label)).toEqual([label]);
  });

  test('gives enum keywords their options, and only those', () => {
    const optionsByKey = new Map([['enum_string2', ['是', '否']]]);
    const content = '甲：{{thing1.DATA}}\n乙：{{enum_string2.DATA}}';
    expect(parseTemplateContent({ content, optionsByKey })).toEqual([
      { key: 'thing1', type: 'thing', label: '甲' },
      { key: 'enum_string2', type: 'enum_string', label: '乙', options: ['是', '否'] },
    ]);
  });

  test('counts a key once, keeps numbers that start with 0 in the type, and takes several on a line', () => {
    const content = '甲：{{site01.DATA}} 乙：{{thing1.DATA}}\n丙：{{thing1.DATA}}';
    expect(parseTemplateContent({ content })).toEqual([
      { key: 'site01', type: 'site01', label: '甲' },
      { key: 'thing1', type: 'thing', label: '乙' },
    ]);
  });

  test('keeps a number that is not at the end in the type', () => {
    expect(parseTemplateContent({ content: '{{thing1a.DATA}}' })).toMatchObject([
      { key: 'thing1a', type: 'thing1a' },
    ]);
  });

  test('without a placeholder has no keywords', () => {
    expect(parseTemplateContent({ content: '没有关键词' })).toEqual([]);
  });
});
