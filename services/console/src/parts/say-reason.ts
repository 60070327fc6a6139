import { explainDeadLetter, pushReasons } from '@yuexin/domain';
import type { Reason } from '@yuexin/client';
import type { TFunction } from 'i18next';
import type { Language } from '../i18n/create-i18n.ts';

/**
 * A reason in the language one reads: by its errcode from the errcode table, else by its code. What a person wrote, such as why
 * they paused an app, and codes of a newer api, are told as they came.
 */
export function sayReason(reason: Reason, of: { t: TFunction; language: Language }): string {
  const { code, errcode, message } = reason;
  if (errcode !== undefined)
    return explainDeadLetter({ reason: code, errcode }).meaning[of.language];
  if (code === 'discarded') return `${of.t('reason.discarded')} ${whyOf(message)}`.trim();
  return of.t(`reason.${code}` as 'reason.expired', { defaultValue: message });
}

/** What the operator wrote: behind the words of the api. */
const whyOf = (message: string): string =>
  /^An operator discarded it: ([^]*)$/.exec(message)?.[1] ?? '';

export const reasonCodes: readonly string[] = pushReasons;
