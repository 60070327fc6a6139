import { describe, expect, test } from '@jest/globals';
import { AppError } from './app-error.ts';
import { errorKindOfCode, errorKinds, type ErrorCode } from './error-code.ts';

describe('an AppError', () => {
  test('has the kind its code belongs to', () => {
    for (const code of Object.keys(errorKindOfCode) as ErrorCode[]) {
      const { kind } = new AppError(code, { message: 'x' });
      expect(kind).toBe(errorKindOfCode[code]);
      expect(errorKinds).toContain(kind);
    }
  });

  test('says nothing that it was not told', () => {
    const error = new AppError('unavailable', { message: 'later' });
    expect(error).toMatchObject({ name: 'AppError', message: 'later', problems: [], details: {} });
    expect(error.retryAfterMs).toBeUndefined();
    expect('cause' in error).toBe(false);
  });

  test('carries problems, details, the wait and the cause', () => {
    const cause = new Error('inner');
    const problems = [{ pointer: '/to', rule: 'required', message: 'to is missing.' }];
    const facts = { message: 'bad', problems, retryAfterMs: 500, details: { appId: 'wx1' }, cause };
    expect(new AppError('invalid-request', facts)).toMatchObject(facts);
  });
});
