/** The mutation run of libs/domain (`npm run check:mutation`, docs/mutation.md). */
export default {
  plugins: ['./tools/mutation/in-process-runner.mjs', './tools/mutation/wording-ignorer.mjs'],
  testRunner: 'in-process',
  coverageAnalysis: 'perTest',
  ignorers: ['wording'],
  mutate: ['libs/domain/src/**/*.ts', '!**/*.test.ts', '!**/test-support/**', '!**/index.ts'],
  // The sandbox needs no more: tests of the domain read two pages of docs.
  ignorePatterns: ['**', '!libs/domain/src/**/*.ts', '!docs/*.md'],
  tempDirName: '.cache/stryker',
  incremental: true,
  incrementalFile: '.cache/stryker-incremental.json',
  concurrency: 2,
  // A busy machine is no kill.
  timeoutMS: 60_000,
  maxTestRunnerReuse: 400,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: '.cache/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
