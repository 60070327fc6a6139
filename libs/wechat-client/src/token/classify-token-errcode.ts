/** What a refusal of the token endpoint means for the app (wechat-facts 2.3, rows "tok"). */
export type TokenErrcodeClass =
  | 'busy' // WeChat's trouble: try again soon.
  | 'minute-quota' // Try again in the next minute.
  | 'daily-quota' // The day's calls are used up: the app must pause.
  | 'configuration' // Secret, appid, allow-list or account: only a person can mend it.
  | 'unknown'; // Not in the table: treated as configuration.

const configuration = new Set([
  40001, 40002, 40013, 40066, 40097, 40125, 40164, 40243, 41002, 41004, 43002, 44002, 45035, 47001,
  48001, 48004, 50001, 50002, 50004, 50007, 61004, 61007, 61024, 89501, 89503, 89506, 89507,
]);

/** Sorts an errcode of /cgi-bin/stable_token. Mind that 40001 there means a wrong secret, elsewhere a dead token. */
export function classifyTokenErrcode(errcode: number): TokenErrcodeClass {
  if (errcode === -1 || errcode === 20001) return 'busy';
  if (errcode === 45011) return 'minute-quota';
  if (errcode === 45009) return 'daily-quota';
  return configuration.has(errcode) ? 'configuration' : 'unknown';
}
