import type { Language } from '../i18n/create-i18n.ts';
import { faultTexts } from '../i18n/zh/fault-texts.ts';

/** A field's problem, wherever it stands. */
export type Fault = {
  rule: string;
  message: string;
  limit?: number | string;
  actual?: number | string;
};

/** What is wrong with a field, in the language one reads: by its rule and what it is held against, else in the api's own words. */
export function sayFault(fault: Fault, language: Language): string {
  const { rule, message } = fault;
  return language === 'en' ? message : (faultTexts[rule]?.(fault) ?? message);
}
