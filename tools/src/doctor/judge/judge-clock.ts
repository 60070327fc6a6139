import { failed, ok, warning, type Finding } from '../finding.ts';

const warnsAtMs = 2_000;
/** WeChat’s plain signatures are refused when they are five minutes off; long before, waits and expiries are wrong. */
const failsAtMs = 60_000;

/** `aheadMs`: how far the other clock is ahead of this machine’s. */
export function judgeClock({ whose, aheadMs }: { whose: string; aheadMs: number }): Finding {
  const check = `Clock of ${whose}`;
  const offMs = Math.abs(aheadMs);
  const seconds = (offMs / 1000).toFixed(1);
  const detail = `It is ${seconds} s ${aheadMs < 0 ? 'behind' : 'ahead of'} this machine’s.`;
  if (offMs < warnsAtMs) return ok(check, detail);
  const todo =
    'Keep both clocks by NTP: waits, expiries and the age of events are measured by both.';
  return offMs < failsAtMs ? warning(check, detail, todo) : failed(check, detail, todo);
}
