import type { Push } from '@yuexin/client';
import { isEndState } from '@yuexin/domain';

/** A user or the clock moves it on, which may be days away. */
const resting: readonly string[] = ['scheduled', 'parked'] satisfies Push['state'][];

/** How soon a push is read again: while it travels, or nothing is known of it yet, and while it does not. */
export function readAgainMs(state: Push['state'] | undefined): number {
  const isStill = state !== undefined && (isEndState(state) || resting.includes(state));
  return isStill ? 15_000 : 2_000;
}
