import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { isProcessAlive } from './watch-parent.ts';

test('a process is alive while it runs, whoever it belongs to, and not after', () => {
  expect(isProcessAlive(process.pid)).toBe(true);
  expect(isProcessAlive(1)).toBe(true);
  const { pid } = spawnSync(process.execPath, ['--eval', '0']);
  expect(isProcessAlive(pid)).toBe(false);
});
