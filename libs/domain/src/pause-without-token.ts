import type { Pause } from './decision.ts';
import { policyForErrcode } from './errcodes/errcode-table.ts';
import { pauseEnd } from './pause-end.ts';
import { stripErrmsg } from './read-errmsg.ts';

/** WeChat's servers agree after a minute or two (wechat-facts 8.1): a short rest, and the alarm is there if they do not. */
const notTakenMinutes = 1;

/**
 * What becomes of an app that WeChat gives no token (`not-given`; `errcode` as the token endpoint's are read), or one that it then
 * refuses itself (`not-taken`). No pause where nobody knows what would mend it: then only the question is put off.
 */
export function pauseWithoutToken(input: {
  kind: 'not-given' | 'not-taken';
  errcode: number;
  errmsg: string;
  now: Date;
  random: () => number;
}): { pause: Pause | null; alarm: { code: string; message: string } } {
  const { kind, errcode, errmsg, now, random } = input;
  if (kind === 'not-taken') {
    const told = 'WeChat refuses the access token that it gives out itself.';
    const why = { code: 'app-configuration', errcode, message: told };
    const end = pauseEnd({ end: { minutes: notTakenMinutes }, now, random });
    return {
      pause: { kind: 'configuration', until: end, reason: why },
      alarm: { code: 'token-refused', message: `${told} (errcode ${errcode})` },
    };
  }
  const policy = policyForErrcode(errcode, 'token');
  const { action } = policy;
  const message = `${policy.en} (errcode ${errcode}: ${stripErrmsg(errmsg)})`;
  const alarm = { code: `errcode-${errcode}`, message };
  if (action.kind !== 'pause-app-until') return { pause: null, alarm };
  const until = pauseEnd({ end: action.until, now, random });
  const reason = { code: policy.reason, errcode, message: policy.en };
  return { pause: { kind: action.pause, until, reason }, alarm };
}
