/**
 * Takes the very secrets of one call out of a text that came from outside, however they were escaped. WeChat does not
 * echo them as far as known; a proxy's error page or a misconfigured host may.
 */
export function redactValues(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of new Set([secret, encodeURIComponent(secret), encodeURI(secret)])) {
      clean = clean.replaceAll(form, '[redacted]');
    }
  }
  return clean;
}
