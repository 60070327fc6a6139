import { expect, test } from '@jest/globals';
import { idempotencyHeader } from './idempotency-header.ts';

test('a key is written as a quoted string', () => {
  expect(idempotencyHeader('order-42')).toBe('"order-42"');
  expect(idempotencyHeader('a"b\\c')).toBe('"a\\"b\\\\c"');
});

test.each(['', 'x'.repeat(256), '订单-42', 'a\nb'])(
  'a key that no header carries is refused',
  (key) => {
    expect(() => idempotencyHeader(key)).toThrow(TypeError);
  },
);
