import { cleanText } from './clean-text.ts';
import { redactValues } from './redact-values.ts';

const maxLength = 500;

/** WeChat's errmsg as it may be stored and logged: without the call's secrets, control characters and excess. */
export function cleanErrmsg(errmsg: string | null, secrets: readonly string[]): string | null {
  if (errmsg === null) return null;
  return cleanText(redactValues(errmsg, secrets).slice(0, maxLength));
}
