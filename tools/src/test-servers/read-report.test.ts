import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readReport } from './read-report.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'yuexin-report-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('readReport', () => {
  test('tells the suites that failed, with their counts', () => {
    const file = path.join(folder, 'report.json');
    const suite = (name: string, message: string, ...statuses: string[]): object => ({
      ...{ name, message, status: message === '' ? 'passed' : 'failed' },
      assertionResults: statuses.map((status) => ({ status })),
    });
    writeFileSync(
      file,
      JSON.stringify({
        numPassedTests: 4,
        testResults: [
          suite('/good.test.ts', '', 'passed', 'passed'),
          suite('/bad.int.test.ts', 'Property failed after 3 tests', 'passed', 'failed', 'failed'),
          suite('/broken.e2e.test.ts', 'Cannot find module'),
          suite('/slow.e2e.test.ts', 'Timeout', 'passed', 'failed'),
        ],
      }),
    );
    expect(readReport(file)).toEqual({
      ...{ passed: 4, failed: 4 },
      failedSuites: [
        { path: '/bad.int.test.ts', hasCounterexample: true, passed: 1, failed: 2 },
        { path: '/broken.e2e.test.ts', hasCounterexample: false, passed: 0, failed: 1 },
        { path: '/slow.e2e.test.ts', hasCounterexample: false, passed: 1, failed: 1 },
      ],
    });
  });

  test('is null when Jest wrote nothing', () => {
    expect(readReport(path.join(folder, 'nothing.json'))).toBeNull();
  });
});
