import { buildDecision, retryLater } from './build-decision.ts';
import { decideRefused } from './decide-refused.ts';
import { decideUnconfirmed } from './decide-unconfirmed.ts';
import type { DecideNext, DecideNextInput, Decision } from './decision.ts';
import { policyForErrcode } from './errcodes/errcode-table.ts';
import { NOT_SENT_ALARM_AT } from './retries-max.ts';
import { backoffMs, NOT_SENT_CAP_MS } from './retry-delay.ts';

/** WeChat never saw it, so that trying again is safe for as long as the push lives; attempts, not retries, slow it down. */
function decideNotSent(input: DecideNextInput, cause: string): Decision {
  const { push, now, random } = input;
  const delayMs = backoffMs({ step: push.attemptNumber - 1, capMs: NOT_SENT_CAP_MS, random });
  const reason = { code: 'not-sent', message: `The request never reached WeChat (${cause}).` };
  const alarm =
    push.attemptNumber < NOT_SENT_ALARM_AT
      ? null
      : { code: 'wechat-unreachable', message: `WeChat cannot be reached (${cause}).` };
  return retryLater({ push, now, delayMs, reason, more: { alarm } });
}

/**
 * The one rule of a push's life (design 5 to 8): from what an attempt learned to the next state, the effect on the grant
 * and when. Pure and total. Guarantees P2 (every decision ends the push or waits for something that ends) and P4 (an attempt
 * that may have arrived is repeated only where the caller chose `resend`).
 */
export const decideNext: DecideNext = (input) => {
  const { outcome } = input;
  switch (outcome.kind) {
    case 'accepted':
      return buildDecision({ state: 'sent', reason: null, grantEffect: 'spend' });
    case 'not-sent':
      return decideNotSent(input, outcome.cause);
    case 'unconfirmed': {
      const message = `The answer did not arrive (${outcome.cause}): WeChat may or may not have sent the message.`;
      return decideUnconfirmed({ ...input, reason: { code: 'unconfirmed', message } });
    }
    case 'refused': {
      const { errcode, errmsg } = outcome;
      return decideRefused({ ...input, policy: policyForErrcode(errcode), errmsg });
    }
  }
};

/**
 * The same for a push that could not be tried because WeChat refused to give its app a token (`errcode` is the token
 * endpoint's, or that of a token refused twice). Nothing was sent: quota and configuration pause the app, the push waits.
 */
export function decideTokenRefusal(
  input: Omit<DecideNextInput, 'outcome'> & { errcode: number; errmsg: string },
): Decision {
  const { push, now, random, errcode, errmsg } = input;
  const cause = `no token: errcode ${errcode}`;
  const notSent = { push, now, random, outcome: { kind: 'not-sent', cause } } as const;
  const policy = policyForErrcode(errcode, 'token');
  return policy.action.kind === 'pause-app-until'
    ? decideRefused({ ...notSent, policy, errmsg })
    : decideNotSent(notSent, cause);
}
