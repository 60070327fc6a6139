import dayjs, { type Dayjs } from 'dayjs';
import type { PushFilter } from './push-filter.ts';

type Times = Pick<PushFilter, 'from' | 'to'>;

/** What a field of two times holds: either may be open. */
export type FilterSpan = [Dayjs | null, Dayjs | null];

/** Undefined: open at both ends. */
export function spanOf({ from, to }: Times): FilterSpan | undefined {
  if (from === undefined && to === undefined) return undefined;
  return [from === undefined ? null : dayjs(from), to === undefined ? null : dayjs(to)];
}

export function timesOf(span: FilterSpan | null | undefined): Times {
  const [from, to] = span ?? [null, null];
  return {
    ...(from !== null && { from: from.toISOString() }),
    ...(to !== null && { to: to.toISOString() }),
  };
}
