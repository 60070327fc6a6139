import { describe, expect, test } from '@jest/globals';
import { AppError } from './app-error.ts';
import { normaliseError } from './normalise-error.ts';

describe('anything thrown', () => {
  test('that is an AppError stays the same object', () => {
    const error = new AppError('not-found', { message: 'gone' });
    expect(normaliseError(error)).toBe(error);
  });

  test('else becomes internal-error with its message and itself as the cause', () => {
    const thrown = new TypeError('x is not a function');
    const error = normaliseError(thrown);
    expect([error.code, error.kind, error.message]).toEqual([
      'internal-error',
      'bug',
      'x is not a function',
    ]);
    expect(error.cause).toBe(thrown);
  });

  test.each([
    ['a string', 'a string'],
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
  ])('even %p has a message', (thrown, message) => {
    expect(normaliseError(thrown).message).toBe(message);
  });
});
