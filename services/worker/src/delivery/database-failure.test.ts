import { describe, expect, test } from '@jest/globals';
import { AppError } from '@yuexin/errors';
import { actionOnFailure } from './database-failure.ts';

const failure = (code: 'unavailable' | 'internal-error', sqlState: string | null) =>
  new AppError(code, { message: 'no', details: { sqlState } });

describe('actionOnFailure', () => {
  test.each(['40P01', '40001'])('when a batch lost a race (%s), then it is run again', (state) => {
    expect(actionOnFailure(failure('unavailable', state))).toBe('retry');
  });

  test('when the database is away, then all of the batch fail alike', () => {
    expect(actionOnFailure(failure('unavailable', null))).toBe('fail');
    expect(actionOnFailure(failure('unavailable', '57P03'))).toBe('fail');
  });

  test('when the statement was refused, then the poison row is looked for', () => {
    expect(actionOnFailure(failure('internal-error', '22P02'))).toBe('isolate');
    expect(actionOnFailure(new TypeError('bug'))).toBe('isolate');
  });
});
