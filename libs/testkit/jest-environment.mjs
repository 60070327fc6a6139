import { TestEnvironment } from 'jest-environment-node';

/** Node's environment that also tells the tests' own code whether something failed in this file. */
export default class YuexinEnvironment extends TestEnvironment {
  handleTestEvent(event) {
    const hasFailed =
      event.name === 'hook_failure' ||
      event.name === 'test_fn_failure' ||
      (event.name === 'test_done' && event.test.errors.length > 0);
    if (hasFailed) this.global.yuexinTestFileHasFailed = true;
  }
}
