import { decideNext } from '../decide-next.ts';
import type { Decision, PushInFlight } from '../decision.ts';
import { canFollow, isEndState } from '../push-transitions.ts';
import type { OnNoGrant, OnUnconfirmed, Outcome, PushState } from '../vocabulary.ts';
import { pushInFlight, refused } from './push-in-flight.ts';

type Grant = { state: 'available' | 'reserved' | 'spent' | 'void'; pushId: number | null };

export type WorldPush = PushInFlight & {
  id: number;
  state: PushState;
  grant: Grant | null;
  /** Messages of this push that reached the user, as only WeChat knows. */
  delivered: number;
  /** Silence was taken for "not sent" although it had been delivered: its event was lost. */
  isMisjudged: boolean;
};

/** What happens to one attempt. */
export type Fate =
  | { kind: 'answered' }
  /** WeChat does it; the answer is lost. */
  | { kind: 'answer-lost' }
  /** It looks the same to us, but nothing reached WeChat. */
  | { kind: 'request-lost' }
  | { kind: 'not-sent' }
  | { kind: 'errcode'; errcode: number };

/**
 * One user and one template with everything the ledger and WeChat know of them: a small model of storage and of WeChat, so that
 * decide-next meets consequences. It upholds what design 5 and 6 ask of storage: a push reserves the oldest grant, one push is
 * sent at a time, silence counts as not sent only when no other grant could pay for a second message.
 */
export function createGrantWorld(random: () => number) {
  const grants: Grant[] = [];
  const pushes: WorldPush[] = [];
  let grantsAtWechat = 0;
  const now = new Date('2026-03-01T10:00:30.000Z');

  const inState = (...states: PushState[]) => pushes.filter(({ state }) => states.includes(state));
  const available = () => grants.filter(({ state }) => state === 'available');
  const isInDoubt = (push: WorldPush) => push.hadUnconfirmed && !isEndState(push.state);

  const move = (push: WorldPush, state: PushState): void => {
    if (!canFollow(push.state, state)) throw new Error(`${push.state} -> ${state} is not allowed`);
    push.state = state;
  };

  const takeGrant = (push: WorldPush): void => {
    const [grant] = available();
    if (grant === undefined) return;
    Object.assign(grant, { state: 'reserved', pushId: push.id });
    push.grant = grant;
  };

  const leaveGrant = (push: WorldPush, state: Grant['state']): void => {
    if (push.grant === null) return;
    if (push.grant.state !== 'reserved' || push.grant.pushId !== push.id) {
      throw new Error('a grant was spent or given away by another push');
    }
    push.grant.state = state;
    push.grant.pushId = state === 'available' ? null : push.id;
    push.grant = null;
  };

  const applyGrantEffect = (push: WorldPush, decision: Decision): void => {
    if (decision.grantEffect === 'spend') leaveGrant(push, 'spent');
    if (decision.grantEffect === 'release') leaveGrant(push, 'available');
    if (decision.grantEffect === 'void-key') leaveGrant(push, 'void');
    const isRefused = decision.reason?.errcode === 43101;
    if (isRefused) for (const grant of available()) grant.state = 'void';
  };

  const releaseParked = (): void => {
    for (const push of inState('parked')) {
      if (available().length > inState('queued', 'retrying').length) move(push, 'queued');
    }
  };

  const deliver = (push: WorldPush): Outcome => {
    if (grantsAtWechat === 0) return refused(43101);
    grantsAtWechat -= 1;
    push.delivered += 1;
    return { kind: 'accepted', msgid: null };
  };

  const meet = (push: WorldPush, fate: Fate): Outcome => {
    const lost: Outcome = { kind: 'unconfirmed', cause: 'timeout', httpStatus: null };
    switch (fate.kind) {
      case 'answered':
        return deliver(push);
      case 'answer-lost':
        deliver(push);
        return lost;
      case 'request-lost':
        return lost;
      case 'not-sent':
        return { kind: 'not-sent', cause: 'connect' };
      case 'errcode':
        return refused(fate.errcode);
    }
  };

  return {
    pushes,
    available,
    wechatGrants: () => grantsAtWechat,

    /** The user taps allow. Held back while a push that may have arrived is queued again: see design 5 (c). */
    grant(): void {
      if (inState('queued', 'retrying').some(isInDoubt)) return;
      grants.push({ state: 'available', pushId: null });
      grantsAtWechat += 1;
      releaseParked();
    },

    accept(choice: { onNoGrant: OnNoGrant; onUnconfirmed: OnUnconfirmed }): void {
      const hasRoom = available().length > inState('queued', 'retrying').length;
      if (!hasRoom && choice.onNoGrant === 'reject') return;
      const state = hasRoom || choice.onNoGrant === 'send-anyway' ? 'queued' : 'parked';
      const facts = pushInFlight({ ...choice, attemptNumber: 0, hasGrant: false });
      pushes.push({
        ...facts,
        id: pushes.length,
        state,
        grant: null,
        delivered: 0,
        isMisjudged: false,
      });
    },

    attempt(pick: number, fate: Fate): void {
      const ready = inState('queued', 'retrying');
      const push = ready[pick % Math.max(1, ready.length)];
      if (push === undefined) return;
      takeGrant(push);
      if (push.grant === null && push.onNoGrant !== 'send-anyway') {
        move(push, push.onNoGrant === 'park' ? 'parked' : 'dead');
        return;
      }
      move(push, 'sending');
      push.attemptNumber += 1;
      push.hasGrant = push.grant !== null;
      const decision = decideNext({ push, outcome: meet(push, fate), now, random });
      move(push, decision.state);
      applyGrantEffect(push, decision);
      push.retries += Number(decision.countsAsRetry);
      push.tokenRetries += Number(decision.countsAsTokenRetry);
      push.hadUnconfirmed ||=
        decision.state === 'unconfirmed' || decision.reason?.code === 'resend';
      releaseParked();
    },

    resolve(pick: number, how: 'event' | 'silence' | 'expiry'): void {
      const waiting = inState('unconfirmed');
      const push = waiting[pick % Math.max(1, waiting.length)];
      if (push === undefined) return;
      if (how === 'event' && push.delivered > 0) {
        move(push, 'sent');
        leaveGrant(push, 'spent');
      }
      if (how === 'expiry') {
        move(push, 'dead');
        leaveGrant(push, 'spent');
      }
      const others = grants.some((grant) => {
        const isFree = grant.state === 'available' || grant.state === 'reserved';
        return isFree && grant !== push.grant;
      });
      const hasRival = pushes.some((other) => other !== push && !isEndState(other.state));
      const isJudged = push.grant !== null && !others && !hasRival;
      if (how === 'silence' && push.onUnconfirmed === 'reconcile' && isJudged) {
        move(push, 'queued');
        push.isMisjudged = push.delivered > 0;
        leaveGrant(push, 'available');
      }
      releaseParked();
    },
  };
}
