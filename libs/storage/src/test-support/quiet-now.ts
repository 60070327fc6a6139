import type { QuietHours } from '../entities/app.entity.ts';

const timeZone = 'Asia/Shanghai';
const localTime = new Intl.DateTimeFormat('en-GB', {
  ...{ timeZone, hour: '2-digit', minute: '2-digit' },
});

/** Quiet hours that began an hour ago and end `hours` from now, whatever the clock shows. */
export function quietNow(change: Partial<QuietHours> = {}, hours = 2): QuietHours {
  const at = (offset: number) => localTime.format(Date.now() + offset * 3_600_000);
  return { from: at(-1), to: at(hours), timeZone, then: 'hold', spreadSeconds: 0, ...change };
}
