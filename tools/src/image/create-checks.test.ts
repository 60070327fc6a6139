import { expect, test } from '@jest/globals';
import { createChecks } from './create-checks.ts';

test('what holds is said and counted; the verdict is one line with the count', () => {
  const said: string[] = [];
  const checks = createChecks((line) => said.push(line));
  checks.held(7);
  checks.hold('The console answers 200', true, 'It does not.');
  expect(said).toEqual(['The console answers 200']);
  expect(checks.verdict()).toBe('PASS: 8 things were checked, the image builds and runs.');
});

test('what does not hold ends the run, and the verdict says how far it came and why', () => {
  const checks = createChecks(() => undefined);
  checks.held(1);
  const wrong = () => checks.hold('Nothing can be written', false, 'app/x could be written.');
  expect(wrong).toThrow('app/x could be written.');
  expect(checks.verdict(new Error('app/x could be written.'))).toBe(
    'FAIL: 1 thing was checked and right, the next was not: app/x could be written.',
  );
});
