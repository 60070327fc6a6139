import { describe, expect, test } from '@jest/globals';
import { AppError, errorKindOfCode, type ErrorCode } from '@yuexin/errors';
import { problemOf, statusOfCode } from './error-handler.ts';
import { problemCatalog } from './problem-catalog.ts';

describe('problem documents', () => {
  // The table of contract 3.
  test.each([
    ['invalid-request', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['no-grant', 409],
    ['idempotency-in-flight', 409],
    ['idempotency-key-reused', 422],
    ['template-data-invalid', 422],
    ['template-unknown', 422],
    ['recipient-unknown', 422],
    ['login-code-invalid', 422],
    ['unsupported-media-type', 415],
    ['payload-too-large', 413],
    ['rate-limited', 429],
    ['overloaded', 503],
    ['unavailable', 503],
  ] as const)('%s is %i', (code, status) => {
    const problem = problemOf(new AppError(code, { message: 'So it is.' }), 'req-1');
    expect(problem).toMatchObject({ code, status, type: `/problems/${code}`, detail: 'So it is.' });
  });

  test('when something broke, then nothing of it is told', () => {
    const error = new AppError('internal-error', { message: 'relation "pushes" does not exist' });
    const problem = problemOf(error, 'req-1');
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain('relation');
  });

  test('when waiting helps, then it says so, and only then', () => {
    const codes = Object.keys(errorKindOfCode) as ErrorCode[];
    for (const code of codes) {
      const isOurs =
        statusOfCode[code] === 503 || statusOfCode[code] === 429 || statusOfCode[code] === 500;
      const isRunning = code === 'idempotency-in-flight';
      expect([code, problemCatalog[code].isRetryable]).toEqual([code, isOurs || isRunning]);
    }
  });
});
