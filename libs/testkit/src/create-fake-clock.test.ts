import { describe, expect, it } from '@jest/globals';
import { createFakeClock } from './create-fake-clock.ts';

describe('fake clock', () => {
  it('when nobody moves it, then it stands still', () => {
    const clock = createFakeClock(new Date(1_000));
    expect([clock.now(), clock.now()]).toEqual([new Date(1_000), new Date(1_000)]);
  });

  it('when it is moved, then it shows the new time, wall and monotonic', () => {
    const clock = createFakeClock(new Date(1_000));
    const before = clock.monotonicMs();
    clock.advance(500);
    expect(clock.now()).toEqual(new Date(1_500));
    expect(clock.monotonicMs() - before).toBe(500);
  });

  it('when only the wall clock is set, then the monotonic one does not jump', () => {
    const clock = createFakeClock(new Date(1_000));
    const before = clock.monotonicMs();
    clock.set(new Date(9_000));
    expect(clock.now()).toEqual(new Date(9_000));
    expect(clock.monotonicMs()).toBe(before);
  });
});
