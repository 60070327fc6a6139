import { describe, expect, test } from '@jest/globals';
import { chooseSecondGo } from './choose-second-go.ts';
import type { FailedSuite } from './read-report.ts';

const failed = (path: string, hasCounterexample = false): FailedSuite => ({
  ...{ path, hasCounterexample, passed: 3, failed: 1 },
});

describe('chooseSecondGo', () => {
  test('tries suites with servers once more', () => {
    const suites = ['a.int.test.ts', 'a.e2e.test.ts', 'a.browser.test.ts'].map((name) =>
      failed(name),
    );
    expect(chooseSecondGo(suites)).toEqual(suites);
  });

  test.each([
    ['a unit test failed', [failed('a.int.test.ts'), failed('a.test.ts')]],
    ['a property has a counterexample', [failed('a.e2e.test.ts'), failed('b.int.test.ts', true)]],
    ['many failed', Array.from({ length: 13 }, (_, at) => failed(`${at}.int.test.ts`))],
    ['none failed', []],
  ])('tries nothing when %s', (_why, suites) => {
    expect(chooseSecondGo(suites)).toEqual([]);
  });
});
