const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
// Written together, with spaces or with hyphens; +86 or 86 in front or not.
const mainlandPhone = String.raw`(?:(?:\+|00)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}`;
const e164Phone = String.raw`\+[1-9]\d{6,14}`;

// An id may hold eleven digits in a row: it is matched first, and kept.
const phoneOrUuid = new RegExp(
  String.raw`(${uuid})|(?<![\d.])(?:${mainlandPhone}|${e164Phone})(?!\d)`,
  'gi',
);

const secretNames =
  'access_token|refresh_token|session_token|sessionToken|accessToken|app_?secret|secret|js_code|session_key|sessionKey|password';
const namedSecret = new RegExp(
  String.raw`(["']?\b(?:${secretNames})["']?\s*[=:]\s*["']?)[^"'&\s,;}]+`,
  'gi',
);
const authorization = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const ownKey = /\b(yx|whsec)_[\w+/=-]{6,}/g;
// Up to the last @: a password that nobody encoded may hold an @ or a slash itself.
const urlPassword = /(:\/\/[^:/?#@\s]*:)[^\s"']*(?=@)/g;

/**
 * Takes secrets and phone numbers out of a text: tokens and secrets by name (`access_token=…`), authorization headers,
 * our own keys, passwords in URLs, mainland and E.164 phone numbers. UUIDs stay whole. Safe to run twice.
 */
export function redactText(text: string): string {
  return text
    .replace(urlPassword, '$1[redacted]')
    .replace(authorization, '$1 [redacted]')
    .replace(namedSecret, '$1[redacted]')
    .replace(ownKey, '$1_[redacted]')
    .replace(phoneOrUuid, (_match, id: string | undefined) => id ?? '[phone]');
}
