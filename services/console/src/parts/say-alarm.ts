import type { Alarm } from '@yuexin/client';
import { explainDeadLetter } from '@yuexin/domain';
import type { Language } from '../i18n/create-i18n.ts';
import { alarmTexts } from '../i18n/zh/alarm-texts.ts';

/** What an alarm is about in the language one reads; null: the api's own words, which stand below, are all there is. */
export function sayAlarm({ code }: Pick<Alarm, 'code'>, language: Language): string | null {
  if (language === 'en') return null;
  const errcode = /^errcode-(-?\d+)$/.exec(code)?.[1];
  if (errcode !== undefined)
    return explainDeadLetter({ reason: code, errcode: Number(errcode) }).meaning[language];
  return alarmTexts[code.split(':', 1).join()] ?? null;
}
