import { createHook } from 'node:async_hooks';

/** Timers that are alive and were started by these packages, by the place that started them. */
export type WatchedTimers = { alive(): string[]; stop(): void };

/**
 * Node can count timers but not say whose they are, and the test runner has some of its own that come and go.
 * Costs a stack trace per timer, so that only a test that needs it should ask.
 */
export function watchTimersOf(packages: RegExp): WatchedTimers {
  const startedAt = new Map<number, string>();
  const hook = createHook({
    init(asyncId, type) {
      if (type !== 'Timeout') return;
      const stack = new Error('started').stack ?? '';
      const line = stack.split('\n').find((each) => packages.test(each));
      if (line !== undefined) startedAt.set(asyncId, line.trim());
    },
    destroy(asyncId) {
      startedAt.delete(asyncId);
    },
  }).enable();
  return { alive: () => [...startedAt.values()], stop: () => hook.disable() };
}
