import { buildDecision, retryLater } from './build-decision.ts';
import { decideUnconfirmed } from './decide-unconfirmed.ts';
import type { DecideNextInput, Decision, Pause } from './decision.ts';
import type { ErrcodeAction, ErrcodePolicy } from './errcodes/errcode-policy.ts';
import { pauseEnd } from './pause-end.ts';
import { keywordOfErrmsg, stripErrmsg } from './read-errmsg.ts';
import { RETRIES_MAX, SLOT_ATTEMPTS_MAX } from './retries-max.ts';
import { BACKOFF_CAP_MS, backoffMs, slotDelayMs, tokenDelayMs } from './retry-delay.ts';
import type { Reason } from './vocabulary.ts';

type Refusal = DecideNextInput & {
  policy: ErrcodePolicy;
  reason: Reason;
  /** What an operator is told where the decision alarms. */
  alarm: { code: string; message: string };
};

const alarmOf = ({ policy, alarm }: Refusal) => (policy.alarms ? alarm : null);

/** Whoever reads it must know that an earlier attempt may have arrived all the same. */
function tellDoubt({ push, reason }: Refusal): Reason {
  if (!push.hadUnconfirmed) return reason;
  return { ...reason, message: `${reason.message} An earlier attempt may have been delivered.` };
}

const end = (refusal: Refusal): Decision =>
  buildDecision({
    state: 'dead',
    reason: tellDoubt(refusal),
    grantEffect: refusal.policy.grant,
    alarm: alarmOf(refusal),
  });

function later(refusal: Refusal, next: { delayMs: number } & Partial<Decision>): Decision {
  const { push, now, reason } = refusal;
  const { delayMs, ...rest } = next;
  return retryLater({ push, now, delayMs, reason, more: { alarm: alarmOf(refusal), ...rest } });
}

function retry(refusal: Refusal, budget: number): Decision {
  const { push, random, reason, alarm } = refusal;
  if (push.retries >= budget) {
    const message = `Given up after ${push.retries} retries. ${reason.message}`;
    const code = budget === RETRIES_MAX ? 'retries-exhausted' : reason.code;
    return { ...end({ ...refusal, reason: { ...reason, code, message } }), alarm };
  }
  const delayMs = backoffMs({ step: push.retries, capMs: BACKOFF_CAP_MS, random });
  return later(refusal, { delayMs, countsAsRetry: true });
}

function retrySlot(refusal: Refusal): Decision {
  if (refusal.push.attemptNumber >= SLOT_ATTEMPTS_MAX) return retry(refusal, RETRIES_MAX);
  return later(refusal, { delayMs: slotDelayMs(refusal.random) });
}

/**
 * The push waits for the end of a short pause, else it is due at once: the pause holds it, and an early resume finds it.
 * It keeps its retries.
 */
function waitForApp(refusal: Refusal, next: Partial<Decision> & { appPause: Pause }): Decision {
  const { kind, until } = next.appPause;
  const isShort = kind === 'quota-minute' && until !== null;
  const delayMs = isShort ? until.getTime() - refusal.now.getTime() : 0;
  return later(refusal, { ...next, delayMs });
}

function pauseApp(
  refusal: Refusal,
  action: Extract<ErrcodeAction, { kind: 'pause-app-until' }>,
): Decision {
  const { push, now, random, reason } = refusal;
  const isMaybeUser = action.isMaybeUser === true;
  // Told the same after the app's rest: it was never about the app.
  if (isMaybeUser && push.retries > 0) return end(refusal);
  const until = pauseEnd({ end: action.until, now, random });
  const appPause: Pause = { kind: action.pause, until, reason };
  return waitForApp(refusal, { appPause, countsAsRetry: isMaybeUser });
}

/** A token refused again and again is about the app; it heals by itself more often than not (wechat-facts 8.1). */
const tokenPauseMinutes = 5;

function refreshToken(refusal: Refusal): Decision {
  const { push, now, random, reason, alarm } = refusal;
  const delayMs = tokenDelayMs(push.tokenRetries, random);
  if (delayMs === null) {
    const until = pauseEnd({ end: { minutes: tokenPauseMinutes }, now, random });
    const appPause: Pause = { kind: 'configuration', until, reason };
    const told = { ...alarm, code: 'token-refused' };
    return waitForApp(refusal, { appPause, refreshToken: true, alarm: told });
  }
  return later(refusal, { delayMs, countsAsTokenRetry: true, refreshToken: true });
}

/**
 * 43101 where an earlier attempt may have used the grant, and what would prove it does not hold: the ledger knew of no grant
 * that could be used up, or an operator said that nothing arrived. Sent or parked, either could be wrong: a person must judge.
 */
function holdForPerson(refusal: Refusal): Decision {
  const { push, reason } = refusal;
  const [code, why] = push.hasVerdict
    ? ['verdict-doubted', 'an operator had it sent again after an attempt that may have used one']
    : ['grant-unknown', 'the ledger holds no grant that the earlier attempt could have used'];
  const message = `WeChat knows of no grant, and ${why}: a person must judge.`;
  return buildDecision({
    state: 'unconfirmed',
    reason: { ...reason, code, message },
    grantEffect: 'keep',
  });
}

/** 43101: news about the ledger; and after an unconfirmed attempt of the same push, proof that it arrived (design 5). */
function withoutGrant(refusal: Refusal): Decision {
  const { push, now, policy, reason } = refusal;
  if (push.hadUnconfirmed && (push.hasVerdict || !push.hasGrant)) return holdForPerson(refusal);
  if (push.hadUnconfirmed) {
    const message = 'An earlier, unconfirmed attempt used the grant: the message was delivered.';
    const inferred = { ...reason, code: 'inferred-by-43101', message };
    return buildDecision({ state: 'sent', reason: inferred, grantEffect: 'spend' });
  }
  const parts = { reason, grantEffect: policy.grant };
  if (push.onNoGrant !== 'park') return buildDecision({ state: 'dead', ...parts });
  if (now.getTime() < push.expiresAt.getTime()) return buildDecision({ state: 'parked', ...parts });
  return buildDecision({ ...parts, state: 'expired', reason: { ...reason, code: 'expired' } });
}

function pauseTemplate(refusal: Refusal): Decision {
  const pause: Pause = { kind: 'template', until: null, reason: refusal.reason };
  return { ...end(refusal), templatePause: pause };
}

const decideByAction = (refusal: Refusal): Decision => {
  const { policy, reason } = refusal;
  const { action } = policy;
  switch (action.kind) {
    case 'accept':
      return buildDecision({ state: 'sent', reason: null, grantEffect: policy.grant });
    case 'already-sent':
      return buildDecision({ state: 'sent', reason, grantEffect: policy.grant });
    case 'refresh-token':
      return refreshToken(refusal);
    case 'retry':
      return retry(refusal, RETRIES_MAX);
    case 'retry-once':
      return retry(refusal, 1);
    case 'retry-slot':
      return retrySlot(refusal);
    case 'pause-app-until':
      return pauseApp(refusal, action);
    case 'pause-template':
      return pauseTemplate(refusal);
    case 'no-grant':
      return withoutGrant(refusal);
    case 'unconfirmed':
      return decideUnconfirmed(refusal);
    case 'dead':
      return end(refusal);
  }
};

function reasonOf(policy: ErrcodePolicy, errmsg: string): Reason {
  const keyword = policy.reason === 'template-data-invalid' ? keywordOfErrmsg(errmsg) : null;
  const message = keyword === null ? policy.en : `Keyword ${keyword}: ${policy.en}`;
  return { code: policy.reason, errcode: policy.code, message };
}

/** The decision on an errcode: the policy's row, applied to this push. */
export function decideRefused(
  input: DecideNextInput & { policy: ErrcodePolicy; errmsg: string },
): Decision {
  const { policy, errmsg } = input;
  const message = `${policy.en} (errcode ${policy.code}: ${stripErrmsg(errmsg)})`;
  const code = policy.code < 0 ? policy.reason : `errcode-${policy.code}`;
  const alarm = { code, message };
  const { push, outcome, now, random } = input;
  return decideByAction({
    push,
    outcome,
    now,
    random,
    policy,
    reason: reasonOf(policy, errmsg),
    alarm,
  });
}
