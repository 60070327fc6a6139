import { explainDeadLetter, pushReasons } from '@yuexin/domain';
import type { Reason } from '@yuexin/client';
import type { Language } from '../i18n/create-i18n.ts';

/** Words of the errcode table where it has some; else what the api said. */
export function sayReason(reason: Reason, language: Language): string {
  if (reason.errcode === undefined) return reason.message;
  const { meaning } = explainDeadLetter({ reason: reason.code, errcode: reason.errcode });
  return meaning[language];
}

export const reasonCodes: readonly string[] = pushReasons;
