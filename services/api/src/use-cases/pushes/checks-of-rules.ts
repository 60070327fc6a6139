import type { PushForecast } from '@yuexin/storage';
import type { CheckedPush } from './check-push.ts';
import type { ExplainCheck } from './explain-check.ts';

type Asked = Pick<CheckedPush, 'values' | 'times'>;

/** What its app's sending rules say of the push if it goes out with this template. */
export type TemplateRules = Pick<PushForecast, 'isRestricted' | 'rule'> & { templateId: string };

/** What the app's sending rules would make of a push that could be sent; null: nothing. */
export function fateByRules(
  { values, times }: Asked,
  { rule }: Pick<PushForecast, 'rule'>,
): 'would-wait' | 'would-be-dropped' | 'would-expire' | null {
  if (rule === null || values.isUrgent === true) return null;
  if (rule.isDropped) return 'would-be-dropped';
  return rule.until >= times.expiresAt ? 'would-expire' : 'would-wait';
}

/**
 * Told where the app has rules for a template of the push: quiet hours and caps, at the time it is due (ADR 0031). `rules`: of the
 * template that it would go out with; where that is not certain yet, of all of its choice.
 */
export function checksOfRules(asked: Asked, rules: readonly TemplateRules[]): ExplainCheck[] {
  const restricted = rules.filter(({ isRestricted }) => isRestricted);
  if (restricted.length === 0) return [];
  const name = 'sending-rules';
  if (asked.values.isUrgent === true)
    return [{ name, ok: true, detail: 'It is urgent: quiet hours and caps do not hold it.' }];
  const ok = restricted.every(({ rule }) => rule === null);
  const isAsked = ({ templateId }: TemplateRules): boolean =>
    rules.length === 1 && templateId === asked.values.templateId;
  const told = restricted.map((one) =>
    isAsked(one) ? sayRule(asked, one) : `With ${one.templateId}: ${sayRule(asked, one)}`,
  );
  return [{ name, ok, detail: told.join(' ') }];
}

function sayRule(asked: Asked, { rule }: TemplateRules): string {
  if (rule === null) return 'Neither quiet hours nor a cap keeps it waiting.';
  const tooLate =
    fateByRules(asked, { rule }) === 'would-expire'
      ? ` It is given up at ${asked.times.expiresAt.toISOString()}, before that: it would end expired, unsent.`
      : '';
  return `${rule.message}${tooLate}`;
}
