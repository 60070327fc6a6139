import type { Priority } from '@yuexin/domain';
import type { DuePush } from '../hot-path.ts';

/** A due push as the SQL functions return it: the priority is the number of the table. */
export type StoredDuePush = Omit<DuePush, 'priority'> & { priority: number };

/** pushes.priority: smaller goes first. */
export const priorityNumbers = { high: 1, normal: 10, low: 20 } as const satisfies Record<
  Priority,
  number
>;

export function readPriority(stored: number): Priority {
  if (stored <= priorityNumbers.high) return 'high';
  return stored <= priorityNumbers.normal ? 'normal' : 'low';
}

export function readDue(stored: readonly StoredDuePush[]): DuePush[] {
  return stored.map((due) => ({ ...due, priority: readPriority(due.priority) }));
}
