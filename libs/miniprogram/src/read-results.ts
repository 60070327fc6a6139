/** What wx.requestSubscribeMessage may answer for a template (wechat-facts 4.1). */
export type AskResult =
  | 'accept'
  | 'acceptWithAudio'
  | 'acceptWithAlert'
  | 'acceptWithForcePush'
  | 'reject'
  | 'ban'
  | 'filter';

const known = /^(accept(With(Audio|Alert|ForcePush))?|reject|ban|filter)$/;

/** Whether it gives a grant: everything that begins with `accept` does. */
export const isAccept = (word: unknown): boolean => /^accept\w*/.test(word as string);

/**
 * The answers for the templates that were asked for. A word that is new to us but begins with `accept` is an accept; another one
 * says nothing and is left out.
 */
export function readResults(
  answered: Record<string, unknown>,
  asked: readonly string[],
): Record<string, AskResult> {
  const results: Record<string, AskResult> = {};
  for (const templateId of asked) {
    const word = String(answered[templateId]);
    if (known.test(word)) results[templateId] = word as AskResult;
    else if (isAccept(word)) results[templateId] = 'accept';
  }
  return results;
}
