import type { AppError } from '@yuexin/errors';
import type { PushForecast, Storage, TemplateRow } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import { createPushBody } from '../../routes/pushes/create-push.schema.ts';
import type { KeyCaller } from '../../http/caller.ts';
import { acceptable, type CheckedPush, type CheckPush } from './check-push.ts';
import type { BacklogForecast } from './create-backlog.ts';
import { checksOfForecast, isHeldBack } from './checks-of-forecast.ts';
import { checksOfRequest, isInForce } from './checks-of-request.ts';
import { checksOfRules, fateByRules, type TemplateRules } from './checks-of-rules.ts';
import { checksOfTerms } from './checks-of-terms.ts';
import type { ExplainCheck } from './explain-check.ts';
import type { ForeseeTerms, TermsForecast } from './foresee-terms.ts';

export const explainVerdicts = [
  ...(['would-send', 'would-park', 'would-refuse', 'would-wait'] as const),
  ...(['would-be-duplicate', 'would-be-dropped', 'would-expire'] as const),
] as const;
export type ExplainVerdict = (typeof explainVerdicts)[number];

export type ExplainPush = (input: {
  caller: KeyCaller;
  body: unknown;
}) => Promise<{ verdict: ExplainVerdict; checks: ExplainCheck[] }>;

/** What accepting this body would do now, by the checks of accept itself. Stores nothing, registers nobody, uses no key. */
export function createExplainPush(deps: {
  checkPush: CheckPush;
  pushes: Pick<Storage['pushes'], 'foresee'>;
  backlog: BacklogForecast;
  foreseeTerms: ForeseeTerms;
  clock: Clock;
}): ExplainPush {
  return async ({ caller, body }) => {
    const checked = await deps.checkPush({ caller, body, schema: createPushBody });
    const forecast = checked.findings.length > 0 ? null : await foresee(deps.pushes, checked);
    const terms = forecast === null ? null : await deps.foreseeTerms(caller, checked);
    const meant = templatesMeant(checked, terms);
    const rules =
      forecast === null ? [] : await foreseeRules(deps.pushes, { checked, forecast, meant });
    const overload =
      forecast === null ? null : await deps.backlog.foresee(acceptable(checked).app.appId);
    const now = deps.clock.now();
    const checks = [
      ...checksOfRequest(checked, meant, now),
      ...checksOfTerms(checked.values, terms),
      ...checksOfRules(checked, rules),
      ...checksOfForecast({
        forecast,
        onNoGrant: checked.values.onNoGrant ?? 'park',
        waitsForLogin: waitsForLogin(checked),
        overload,
        terms,
      }),
    ];
    const verdict = verdictOf({ checked, forecast, terms, meant, rules, overload, now });
    return { verdict, checks };
  };
}

const waitsForLogin = ({ recipient, values }: CheckedPush): boolean =>
  recipient?.userId === null && values.to?.openid === undefined;

function foresee(
  pushes: Pick<Storage['pushes'], 'foresee'>,
  checked: CheckedPush,
  templateId = acceptable(checked).template.templateId,
): Promise<PushForecast> {
  const { values, app, recipient, times } = acceptable(checked);
  return pushes.foresee({
    ...{ appId: app.appId, templateId },
    userId: recipient.userId,
    hasUser: recipient.userId !== null || values.to.openid !== undefined,
    sendAt: times.sendAt,
    onNoGrant: values.onNoGrant ?? 'park',
  });
}

/**
 * The template that a push would go out with; of one with fallbacks that would wait first, all of its choice, beginning with that which
 * was asked for.
 */
function templatesMeant(
  { template, fallbackTemplates }: CheckedPush,
  terms: TermsForecast | null,
): TemplateRow[] {
  const all = [template ?? [], fallbackTemplates].flat();
  if (terms?.state !== 'queued') return terms === null ? all.slice(0, 1) : all;
  const used = all.find(({ templateId }) => templateId === terms.usedTemplateId);
  return [used ?? template ?? []].flat();
}

/** What the sending rules say of each template that a push may go out with. */
async function foreseeRules(
  pushes: Pick<Storage['pushes'], 'foresee'>,
  known: { checked: CheckedPush; forecast: PushForecast; meant: readonly TemplateRow[] },
): Promise<TemplateRules[]> {
  const { checked, forecast, meant } = known;
  const { templateId: first } = acceptable(checked).template;
  return Promise.all(
    meant.map(async ({ templateId }) => ({
      ...(templateId === first ? forecast : await foresee(pushes, checked, templateId)),
      templateId,
    })),
  );
}

function verdictOf(input: {
  checked: CheckedPush;
  forecast: PushForecast | null;
  terms: TermsForecast | null;
  meant: readonly TemplateRow[];
  rules: readonly TemplateRules[];
  overload: AppError | null;
  now: Date;
}): ExplainVerdict {
  const { checked, forecast, terms, meant, rules, overload, now } = input;
  if (overload !== null || forecast === null) return 'would-refuse';
  if (terms !== null && terms.duplicateOf !== null) return 'would-be-duplicate';
  const state = terms?.state ?? forecast.state;
  if (state === 'refused') return 'would-refuse';
  if (state === 'parked') return 'would-park';
  const [ofUsed = forecast] = rules;
  const fate = fateByRules(checked, ofUsed);
  if (fate !== null) return fate;
  if (state === 'scheduled') return 'would-wait';
  const isPaused = isInForce(checked.app?.pause, now) || isInForce(meant[0]?.pause, now);
  return isPaused || isHeldBack(forecast) ? 'would-wait' : 'would-send';
}
