/** Whether a test or hook of the running file has failed so far; told by jest-environment.mjs. */
export function hasTestFileFailed(): boolean {
  return 'yuexinTestFileHasFailed' in globalThis;
}
