import { expect } from 'expect';
import { bind } from 'jest-each';

/** `describe`, `test` (also as `it`) and `expect` as the domain's tests use them; what they say is collected, not run. */
export function createTestCollector() {
  let tests = [];
  let path = [];
  const describe = (name, body) => {
    path.push(name);
    body();
    path.pop();
  };
  const test = (name, run) => tests.push({ name: [...path, name].join(' '), run });
  describe.each = bind(describe, false);
  test.each = bind(test, false);
  return {
    globals: { describe, test, it: test, expect },
    /** What was collected since the last call. */
    take: () => {
      const taken = tests;
      tests = [];
      path = [];
      return taken;
    },
  };
}
