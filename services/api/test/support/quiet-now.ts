import type { Json } from './api-bed.ts';

const timeZone = 'Asia/Shanghai';
const localTime = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone, hour: '2-digit', minute: '2-digit' },
});

/** Quiet hours for two hours more, whatever the clock shows. */
export function quietNow(change: Json = {}): Json {
  const at = (hours: number) => localTime.format(Date.now() + hours * 3_600_000);
  return { from: at(-1), to: at(2), timeZone, then: 'hold', spreadSeconds: 0, ...change };
}
