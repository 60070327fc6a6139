import { expect, it } from '@jest/globals';
import { startCpuClock } from './start-cpu-clock.ts';

it('tells the time that a process has used meanwhile, and no other', () => {
  const stop = startCpuClock({ us: [process.pid], twice: [process.pid, process.pid] });
  const endAt = process.cpuUsage().user + 200_000;
  while (process.cpuUsage().user < endAt);
  const told = stop(2);
  expect(told['CPU µs us']).toBeGreaterThanOrEqual(80_000);
  expect(told['CPU µs us']).toBeLessThan(1_000_000);
  expect(told['CPU µs twice']).toBeCloseTo(2 * (told['CPU µs us'] ?? 0), -5);
});
