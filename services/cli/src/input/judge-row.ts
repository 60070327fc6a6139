import parsePhoneNumber from 'libphonenumber-js';
import { z } from 'zod';

/** The text as a whole, and no extension. */
function isPhone(text: string): boolean {
  const parsed = parsePhoneNumber(text, { defaultCountry: 'CN', extract: false });
  return parsed?.isPossible() === true && parsed.ext === undefined;
}

/**
 * The api's own rules for what a CSV brings, so that the whole of a file is judged before any of it is sent. Each answers
 * what is wrong, or null. That they are the api's is held by a test that asks both.
 */
export const judge = {
  openid: named('openid'),
  templateId: named('templateId'),
  unionid: named('unionid'),
  phone: (text: string): string | null =>
    text.length <= 32 && isPhone(text)
      ? null
      : `phone ${text} is no phone number such as +8613800000000`,
  count: (text: string): string | null =>
    /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1000
      ? null
      : `count ${text} is not 1 to 1000`,
  grantedAt: (text: string): string | null => {
    if (!z.iso.datetime({ offset: true }).safeParse(text).success)
      return `grantedAt ${text} is no time such as 2026-01-05T08:00:00+08:00`;
    const at = Date.parse(text);
    return at >= 0 && at <= Date.now() ? null : `grantedAt ${text} is not between 1970 and now`;
  },
};

function named(column: string) {
  return (text: string): string | null =>
    /^[A-Za-z0-9_-]{1,128}$/.test(text)
      ? null
      : `${column} ${text} is not 1 to 128 letters, digits, - or _`;
}

/** All that is wrong with what is there of these columns. */
export function judgeRow<Column extends keyof typeof judge>(
  values: Partial<Record<Column, string>>,
  columns: readonly Column[],
): string[] {
  return columns.flatMap((column) => {
    const text = values[column];
    return text === undefined ? [] : (judge[column](text) ?? []);
  });
}
