import { expect, test } from '@jest/globals';
import { fillPlaceholders, placeholdersOf } from './fill-placeholders.ts';

const message = {
  thing1: { value: '{{from}}-->{{ to }}' },
  more: ['{{from}}', 7, null],
  你: '{{1}}',
};

test('the names a value asks for are told once each, in their order, wherever they stand', () => {
  expect(placeholdersOf(message)).toEqual(['from', 'to']);
});

test('each place is filled, shapes and keys stay; a variable that is not there leaves its place empty', () => {
  expect(fillPlaceholders(message, { from: '广州' })).toEqual({
    ...{ thing1: { value: '广州-->' }, more: ['广州', 7, null], 你: '{{1}}' },
  });
  expect(fillPlaceholders('?id={{id}}', { id: 'a b' }, encodeURIComponent)).toBe('?id=a%20b');
  expect(fillPlaceholders('{{constructor}}', {})).toBe('');
});
