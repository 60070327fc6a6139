import { describe, expect, test } from '@jest/globals';
import { readIdempotencyKey } from './idempotency-key.ts';

describe('Idempotency-Key', () => {
  test.each([
    [undefined, null],
    ['order-1', 'order-1'],
    ['"order-1"', 'order-1'],
    [' "order-1" ', 'order-1'],
    ['"a\\"b\\\\c"', 'a"b\\c'],
    ['half"', 'half"'],
  ])('%s is read as %s', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  test.each(['', '""', 'x'.repeat(256), 'é', 'a\tb'])('%j is refused', (header) => {
    expect(() => readIdempotencyKey(header)).toThrow('Idempotency-Key');
  });
});
