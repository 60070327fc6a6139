import { describe, expect, test } from '@jest/globals';
import { readKeywords } from './read-keywords.ts';

const read = (content: string) => readKeywords({ content, optionsByKey: new Map() });

describe('readKeywords', () => {
  test('when labels hold colons of both widths, then only the last one is cut off', () => {
    expect(
      read('时间: 起\uff1a{{time2.DATA}}\n路线\uff1a{{thing10.DATA}}\n金额:{{amount3.DATA}}'),
    ).toEqual([
      { key: 'time2', type: 'time', label: '时间: 起' },
      { key: 'thing10', type: 'thing', label: '路线' },
      { key: 'amount3', type: 'amount', label: '金额' },
    ]);
  });

  test('when two stand on one line, a label on the line before, or one comes twice, then all keys are read once', () => {
    expect(
      read(
        'A:{{thing1.DATA}} B:{{thing2.DATA}}\nC\uff1a\n{{ character_string3.DATA }}\nA:{{thing1.DATA}}',
      ),
    ).toEqual([
      { key: 'thing1', type: 'thing', label: 'A' },
      { key: 'thing2', type: 'thing', label: 'B' },
      { key: 'character_string3', type: 'character_string', label: 'C' },
    ]);
  });

  test('when there is no placeholder, then there are no keywords', () => {
    expect(read('温馨提示')).toEqual([]);
  });
});
