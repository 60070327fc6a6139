import { showId } from '@yuexin/domain';
import type { CreatePushBody } from '../../routes/pushes/create-push.schema.ts';
import type { ExplainCheck } from './explain-check.ts';
import type { TermsForecast } from './foresee-terms.ts';

/** What the push says of others like it and of other templates, and what that would mean now. */
export function checksOfTerms(
  { templateId, dedupeKey, replaces, fallback, purpose }: Partial<CreatePushBody>,
  forecast: TermsForecast | null,
): ExplainCheck[] {
  if (forecast === null) return [];
  return [
    ...(dedupeKey === undefined ? [] : [checkDuplicate(forecast)]),
    ...(replaces === undefined ? [] : [checkReplaces(forecast)]),
    ...(fallback === undefined ? [] : [checkFallbacks(forecast, templateId)]),
    ...(purpose === undefined ? [] : [checkPurpose(forecast)]),
  ];
}

function checkDuplicate({ duplicateOf }: TermsForecast): ExplainCheck {
  const name = 'duplicate';
  if (duplicateOf === null)
    return { name, ok: true, detail: 'No other push holds its dedupeKey: it would hold it.' };
  const { id, state, dedupeUntil } = duplicateOf;
  const until = dedupeUntil?.toISOString() ?? 'it ends';
  const detail = `${showId('push', id)} (${state}) holds the dedupeKey until ${until}: the answer would be that push, and nothing would be sent for this one.`;
  return { name, ok: false, detail };
}

function checkFallbacks(
  { state, usedTemplateId }: TermsForecast,
  askedTemplateId: string | undefined,
): ExplainCheck {
  const name = 'fallback';
  if (usedTemplateId !== null && usedTemplateId !== askedTemplateId)
    return {
      ...{ name, ok: true },
      detail: `The first template has no grant to spare: it would go out with ${usedTemplateId}.`,
    };
  if (state === 'queued' || state === 'scheduled')
    return { name, ok: true, detail: 'The template asked for first would be used for now.' };
  const detail = 'No template of its choice has a grant to spare: one of any of them would do.';
  return { name, ok: false, detail };
}

function checkPurpose({ state }: TermsForecast): ExplainCheck {
  const name = 'purpose';
  if (state === 'parked' || state === 'refused')
    return { name, ok: false, detail: 'No grant is kept for its purpose, and none is free.' };
  return {
    ...{ name, ok: true },
    detail: 'It would take a grant that is kept for its purpose, else a free one.',
  };
}

function checkReplaces({ superseded }: TermsForecast): ExplainCheck {
  const taken = superseded.map((id) => showId('push', id)).join(', ');
  return {
    ...{ name: 'replaces', ok: true },
    detail:
      superseded.length === 0
        ? 'No other push waits under this key.'
        : `It would take the place of ${taken}, which would end cancelled (superseded).`,
  };
}
