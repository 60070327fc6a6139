import { describe, expect, test } from '@jest/globals';
import type { ProcessPulse } from '@yuexin/storage';
import { isProgressing, presentProcesses } from './present-processes.ts';

const now = new Date('2026-01-05T08:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
const worker = (seen: number, progressed: number | null): ProcessPulse => ({
  ...{ id: `w${seen}`, role: 'worker', seenAt: ago(seen) },
  progressedAt: progressed === null ? null : ago(progressed),
});
const app = (dueAgo: number | null, over: object = {}) => ({
  ...{ pause: null, pausedTemplates: [] },
  oldestQueuedAt: dueAgo === null ? null : ago(dueAgo).toISOString(),
  ...over,
});

describe('whether workers make progress', () => {
  test.each([
    ['nothing waits', [app(null)], [worker(1, null)], true],
    ['what waits waits shortly', [app(29)], [worker(1, null)], true],
    ['what waits is old, and nothing is sent', [app(31)], [worker(1, 40)], false],
    ['what waits is old, and nothing was ever sent', [app(31)], [worker(1, null)], false],
    ['what waits is old, but sends go on', [app(31)], [worker(1, 2)], true],
    ['it waits on purpose', [app(31, { pause: {} })], [worker(1, 40)], true],
    ['its template is paused', [app(31, { pausedTemplates: [{}] })], [worker(1, 40)], true],
    ['another app waits', [app(31, { pause: {} }), app(31)], [worker(1, 40)], false],
    ['no worker beats', [app(null)], [worker(11, 1)], false],
    ['there is no worker', [app(null)], [], false],
    [
      'only an api beats',
      [app(null)],
      [{ id: 'a', role: 'api' as const, seenAt: ago(1), progressedAt: null }],
      false,
    ],
  ])('when %s, then %#: %s', (_why, apps, processes, expected) => {
    expect(isProgressing({ apps, processes, now })).toBe(expected);
  });

  test('when a worker fell silent, then it is shown, as such', () => {
    expect(presentProcesses([worker(300, 301), worker(1, null)], 'worker', now)).toMatchObject([
      { isAlive: false, progressedAt: ago(301).toISOString() },
      { isAlive: true, progressedAt: null },
    ]);
    expect(presentProcesses([worker(1, null)], 'api', now)).toEqual([]);
  });
});
