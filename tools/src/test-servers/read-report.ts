import { existsSync, readFileSync } from 'node:fs';

/** What one run of Jest came to. Paths are absolute. */
export type TestReport = {
  passed: number;
  failed: number;
  failedSuites: FailedSuite[];
};

export type FailedSuite = {
  path: string;
  /** A counterexample of a random property is a finding, whatever a second run draws. */
  hasCounterexample: boolean;
  /** Tests of this suite, as they were counted. */
  passed: number;
  failed: number;
};

type WrittenReport = {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { status: string }[];
  }[];
};

/** Reads what Jest wrote with `--json`; null when it ran nothing, and has said why. */
export function readReport(file: string): TestReport | null {
  if (!existsSync(file)) return null;
  const written = JSON.parse(readFileSync(file, 'utf8')) as WrittenReport;
  const failedSuites = written.testResults
    .filter(({ status }) => status === 'failed')
    .map(({ name, message, assertionResults }) => {
      const count = (wanted: string): number =>
        assertionResults.filter(({ status }) => status === wanted).length;
      return {
        path: name,
        hasCounterexample: message.includes('Property failed'),
        passed: count('passed'),
        // A suite that could not even run counts as one failure.
        failed: Math.max(count('failed'), 1),
      };
    });
  const failed = failedSuites.reduce((sum, suite) => sum + suite.failed, 0);
  return { passed: written.numPassedTests, failed, failedSuites };
}
