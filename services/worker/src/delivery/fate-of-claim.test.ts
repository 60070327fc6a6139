import { describe, expect, test } from '@jest/globals';
import { fateOfClaim, fateOfFailure } from './fate-of-claim.ts';

describe('fateOfClaim', () => {
  test.each(['gone', 'moved', 'waiting'] as const)(
    'when the claim says %s, then the job is complete: PostgreSQL or nobody wants it again',
    (kind) => {
      expect(fateOfClaim(kind)).toEqual({ kind: 'complete' });
    },
  );

  test('when the slot of the user is busy, then the job comes back after 200 to 2000 ms', () => {
    expect(fateOfClaim('busy', () => 0)).toEqual({ kind: 'later', delayMs: 200 });
    expect(fateOfClaim('busy', () => 0.999_999)).toEqual({ kind: 'later', delayMs: 2_000 });
  });
});

describe('fateOfFailure', () => {
  test('when the database could not be asked, then the job comes back after 1 to 5 s', () => {
    expect(fateOfFailure(() => 0)).toEqual({ kind: 'later', delayMs: 1_000 });
    expect(fateOfFailure(() => 0.999_999)).toEqual({ kind: 'later', delayMs: 5_000 });
  });
});
