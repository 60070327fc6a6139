import type { PushForecast } from '@yuexin/storage';
import type { CheckedPush } from './check-push.ts';
import type { ExplainCheck } from './explain-check.ts';

type Asked = Pick<CheckedPush, 'values' | 'times'>;

/** What the app's sending rules would make of a push that could be sent; null: nothing. */
export function fateByRules(
  { values, times }: Asked,
  { rule }: Pick<PushForecast, 'rule'>,
): 'would-wait' | 'would-be-dropped' | 'would-expire' | null {
  if (rule === null || values.isUrgent === true) return null;
  if (rule.isDropped) return 'would-be-dropped';
  return rule.until >= times.expiresAt ? 'would-expire' : 'would-wait';
}

/** Told where the app has rules for the template: quiet hours and caps, at the time the push is due (ADR 0031). */
export function checksOfRules(asked: Asked, forecast: PushForecast | null): ExplainCheck[] {
  if (forecast?.isRestricted !== true) return [];
  const name = 'sending-rules';
  if (asked.values.isUrgent === true)
    return [{ name, ok: true, detail: 'It is urgent: quiet hours and caps do not hold it.' }];
  const { rule } = forecast;
  if (rule === null)
    return [{ name, ok: true, detail: 'Neither quiet hours nor a cap keeps it waiting.' }];
  const tooLate =
    fateByRules(asked, forecast) === 'would-expire'
      ? ` It is given up at ${asked.times.expiresAt.toISOString()}, before that: it would end expired, unsent.`
      : '';
  return [{ name, ok: false, detail: `${rule.message}${tooLate}` }];
}
