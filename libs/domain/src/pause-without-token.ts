import type { Pause } from './decision.ts';
import { policyForErrcode } from './errcodes/errcode-table.ts';
import { pauseEnd } from './pause-end.ts';
import { stripErrmsg } from './read-errmsg.ts';

/**
 * What becomes of an app that WeChat gives no token, or only one that it refuses itself; `errcode` as the token endpoint's
 * are read. No pause where nobody knows what would mend it: then only the question is put off.
 */
export function pauseWithoutToken(input: {
  errcode: number;
  errmsg: string;
  now: Date;
  random: () => number;
}): { pause: Pause | null; alarm: { code: string; message: string } } {
  const { errcode, errmsg, now, random } = input;
  const policy = policyForErrcode(errcode, 'token');
  const { action } = policy;
  const message = `${policy.en} (errcode ${errcode}: ${stripErrmsg(errmsg)})`;
  const alarm = { code: `errcode-${errcode}`, message };
  if (action.kind !== 'pause-app-until') return { pause: null, alarm };
  const until = pauseEnd({ end: action.until, now, random });
  const reason = { code: policy.reason, errcode, message: policy.en };
  return { pause: { kind: action.pause, until, reason }, alarm };
}
