import { expect, test } from '@jest/globals';
import stringWidth from 'string-width';
import { renderTable } from './render-table.ts';

const columns = ['ID', 'TITLE', 'STATE'];

test('columns stand below each other, however wide the characters are', () => {
  const table = renderTable({
    columns,
    rows: [
      ['1', '货源匹配提醒', 'active'],
      ['22', 'Goods', 'paused'],
    ],
    width: null,
  });
  expect(table.split('\n')).toEqual([
    'ID  TITLE         STATE',
    '1   货源匹配提醒  active',
    '22  Goods         paused',
  ]);
});

test('in a narrow terminal the widest column gives way, cut between characters', () => {
  const table = renderTable({
    columns,
    rows: [['1', '货源匹配提醒'.repeat(5), 'active']],
    width: 30,
  });
  const [, row = ''] = table.split('\n');
  expect(stringWidth(row)).toBeLessThanOrEqual(30);
  expect(row).toMatch(/^1 {3}货源匹配提醒货源匹*… +active$/);
});

test('what could steer a terminal is taken out', () => {
  const table = renderTable({
    columns: ['A'],
    rows: [['\u001b[31mred\u0007\r\nnext']],
    width: null,
  });
  expect(table).toBe('A\n [31mred next');
});
