import { decideNext } from '../decide-next.ts';
import type { Decision, PushInFlight } from '../decision.ts';
import { canFollow, isEndState } from '../push-transitions.ts';
import type { OnNoGrant, OnUnconfirmed, Outcome, PushState } from '../vocabulary.ts';
import { meetWechat, type Fate, type Wechat } from './meet-wechat.ts';
import { pairWhatIsProven, type pairWithEldest } from './pair-events.ts';
import { pushInFlight } from './push-in-flight.ts';

type Grant = { state: 'available' | 'reserved' | 'spent' | 'void'; pushId: number | null };

type Attempt = {
  pushId: number;
  at: number;
  grant: Grant | null;
  /** What its worker knows, perhaps in vain. */
  learned: Outcome | null;
  /** What the ledger knows. */
  outcome: Outcome | null;
  isDelivered: boolean;
  /** Its msgid is known, from the answer or from an event. */
  isNamed: boolean;
};

type News = { attempt: Attempt; at: number };

export type WorldPush = PushInFlight & {
  id: number;
  state: PushState;
  grant: Grant | null;
  attempt: Attempt | null;
  /** Messages of this push that reached the user, as only WeChat knows. */
  delivered: number;
  /** Silence was taken for "not sent" although it had been delivered: its event was lost. */
  isMisjudged: boolean;
  /**
   * WeChat held a grant the ledger could not know of: an "allow" that nobody heard before the push fell silent, or one
   * between the second claim and its send. Then a second send proves nothing (ADR 0013).
   */
  isExposed: boolean;
};

const waiting: readonly PushState[] = ['parked', 'queued', 'retrying'];
const unanswered: Outcome = { kind: 'unconfirmed', cause: 'lease over', httpStatus: null };

/**
 * One user and one template with everything the ledger and WeChat know of them: a small model of storage and of WeChat, so that
 * decide-next meets consequences. It upholds what design 5 and 6 and ADR 0008 and 0013 ask of storage. Claim, send, settle, the
 * answer of a late worker, events and sweeps are steps of their own: a crash is a step that never comes.
 */
export function createGrantWorld(
  random: () => number,
  pair: typeof pairWithEldest = pairWhatIsProven,
) {
  const grants: Grant[] = [];
  const pushes: WorldPush[] = [];
  const attempts: Attempt[] = [];
  const wechat: Wechat = { grants: 0 };
  /** Sent events on their way to us, and those that are here and match no msgid. */
  let underway: News[] = [];
  let untold: News[] = [];
  let clock = 0;
  let unheardGrants = 0;
  let deafAt = -1;
  const now = new Date('2026-03-01T10:00:30.000Z');

  const inState = (...states: PushState[]) => pushes.filter(({ state }) => states.includes(state));
  const available = () => grants.filter(({ state }) => state === 'available');
  const isFree = ({ state }: Grant) => state === 'available' || state === 'reserved';
  const pickOf = <T>(list: readonly T[], pick: number): T | undefined =>
    list[pick % Math.max(1, list.length)];
  const attemptsOf = (push: WorldPush) => attempts.filter(({ pushId }) => pushId === push.id);
  const silentOf = (push: WorldPush) =>
    attemptsOf(push).filter(({ outcome }) => outcome?.kind === 'unconfirmed');
  const isProven = ({ outcome, isNamed }: Attempt) =>
    outcome?.kind === 'accepted' || (outcome?.kind === 'unconfirmed' && isNamed);

  const move = (push: WorldPush, state: PushState): void => {
    if (push.state === state) return;
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

  /** Evidence that this attempt was sent: its push ends, and the grant it was sent with is spent. */
  const proveSent = ({ pushId, grant }: Attempt): void => {
    const push = pushes[pushId]!;
    const wasHolding = push.state === 'unconfirmed';
    if (wasHolding || waiting.includes(push.state)) move(push, 'sent');
    if (wasHolding) leaveGrant(push, 'spent');
    else if (grant !== null && (grant.state === 'available' || grant.state === 'void')) {
      Object.assign(grant, { state: 'spent', pushId });
    }
  };

  const isSilentAttempt = (attempt: Attempt): boolean => {
    if (attempt.isNamed || attempt.outcome === null) return false;
    if (attempt.outcome.kind === 'accepted') return true;
    const push = pushes[attempt.pushId]!;
    const others = attemptsOf(push).filter((other) => other !== attempt);
    const isKnown = push.onUnconfirmed !== 'resend' && others.some(isProven);
    return attempt.outcome.kind === 'unconfirmed' && push.hadUnconfirmed && !isKnown;
  };

  const pairUntold = (): void => {
    if (inState('sending').length > 0) return;
    for (;;) {
      const pairs = pair(attempts.filter(isSilentAttempt), untold);
      if (pairs.length === 0) return;
      for (const [news, attempt] of pairs) {
        untold = untold.filter((other) => other !== news);
        attempt.isNamed = true;
      }
      for (const [, attempt] of pairs) proveSent(attempt);
    }
  };

  /** Silence and a second send are sound only while no news can have been missed (may_have_missed_news). */
  const mayHaveMissedNews = (push: WorldPush): boolean => {
    const silent = silentOf(push).map(({ at }) => at);
    return deafAt >= Math.max(...silent) || untold.some((news) => news.at >= Math.min(...silent));
  };

  /** A second send proves something only with the grant of the first: a younger one would pay for a second message. */
  const isDoubted = (push: WorldPush, grant: Grant | null): boolean =>
    grant === null ||
    grant !== silentOf(push).at(-1)?.grant ||
    grants.some((other) => isFree(other) && other !== grant) ||
    mayHaveMissedNews(push);

  const applyDecision = (push: WorldPush, attempt: Attempt, decision: Decision): void => {
    const isUnknown = decision.state === 'unconfirmed' || decision.reason?.code === 'resend';
    attempt.outcome = isUnknown ? unanswered : attempt.learned;
    move(push, decision.state);
    applyGrantEffect(push, decision);
    push.retries += Number(decision.countsAsRetry);
    push.tokenRetries += Number(decision.countsAsTokenRetry);
    push.hadUnconfirmed ||= isUnknown;
    push.isExposed ||= isUnknown && unheardGrants > 0;
  };

  const endOf = (push: WorldPush): void => {
    move(push, push.state === 'unconfirmed' ? 'dead' : 'expired');
    leaveGrant(push, 'spent');
  };

  const loseLease = (push: WorldPush): void => {
    const attempt = push.attempt!;
    const isSent = attemptsOf(push).some((other) => other !== attempt && isProven(other));
    const isResent = push.onUnconfirmed === 'resend';
    attempt.outcome = unanswered;
    push.hadUnconfirmed = true;
    push.isExposed ||= unheardGrants > 0;
    move(push, isSent ? 'sent' : isResent ? 'queued' : 'unconfirmed');
    if (isSent) leaveGrant(push, 'spent');
    if (push.state === 'queued') leaveGrant(push, 'available');
  };

  const step = (act: () => void) => (): void => {
    clock += 1;
    act();
    pairUntold();
    releaseParked();
  };

  return {
    pushes,
    available,
    wechatGrants: () => wechat.grants,

    /** The user taps allow. `isHeard`: false while our api is down and neither report nor event reaches us. */
    grant: (isHeard: boolean) =>
      step(() => {
        wechat.grants += 1;
        for (const push of inState('sending')) {
          push.isExposed ||= push.hadUnconfirmed && push.attempt?.learned === null;
        }
        if (isHeard) grants.push({ state: 'available', pushId: null });
        else {
          unheardGrants += 1;
          deafAt = clock;
        }
      })(),

    accept: (choice: { onNoGrant: OnNoGrant; onUnconfirmed: OnUnconfirmed }) =>
      step(() => {
        const hasRoom = available().length > inState('queued', 'retrying').length;
        if (!hasRoom && choice.onNoGrant === 'reject') return;
        const state = hasRoom || choice.onNoGrant === 'send-anyway' ? 'queued' : 'parked';
        const facts = pushInFlight({ ...choice, attemptNumber: 0, hasGrant: false });
        const nothing = { grant: null, attempt: null, delivered: 0 };
        const id = pushes.length;
        pushes.push({ ...facts, ...nothing, id, state, isMisjudged: false, isExposed: false });
      })(),

    claim: (pick: number) =>
      step(() => {
        const push = pickOf(inState('queued', 'retrying'), pick);
        if (push === undefined || inState('sending').length > 0) return;
        takeGrant(push);
        if (
          push.hadUnconfirmed &&
          push.onUnconfirmed === 'reconcile' &&
          isDoubted(push, push.grant)
        ) {
          move(push, 'unconfirmed');
          return;
        }
        if (push.grant === null && push.onNoGrant !== 'send-anyway') {
          move(push, push.onNoGrant === 'park' ? 'parked' : 'dead');
          return;
        }
        move(push, 'sending');
        push.attemptNumber += 1;
        push.hasGrant = push.grant !== null;
        const unknown = { learned: null, outcome: null, isDelivered: false, isNamed: false };
        push.attempt = { pushId: push.id, at: clock, grant: push.grant, ...unknown };
        attempts.push(push.attempt);
      })(),

    /** The request is written only within the lease (design 9, fencing). */
    send: (fate: Fate) =>
      step(() => {
        const push = inState('sending')[0];
        const attempt = push?.attempt;
        if (push === undefined || attempt?.learned !== null) return;
        const { outcome, isDelivered } = meetWechat(wechat, fate);
        attempt.learned = outcome;
        attempt.isDelivered = isDelivered;
        push.delivered += Number(isDelivered);
        if (isDelivered) underway.push({ attempt, at: clock });
      })(),

    /** A worker reports, once or again, in time or late. */
    settle: (pick: number) =>
      step(() => {
        const attempt = pickOf(
          attempts.filter(({ learned }) => learned !== null),
          pick,
        );
        if (attempt === undefined) return;
        const push = pushes[attempt.pushId]!;
        const learned = attempt.learned!;
        const isCurrent = push.state === 'sending' && push.attempt === attempt;
        const isKnown =
          attempt.outcome !== null &&
          (attempt.outcome.kind !== 'unconfirmed' || learned.kind === 'unconfirmed');
        if (isKnown && !isCurrent) return;
        const isEvidence = push.state === 'unconfirmed' && push.attempt === attempt;
        const decide = () => decideNext({ push, outcome: learned, now, random });
        const others = attemptsOf(push).filter((other) => other !== attempt);
        const isNamed = learned.kind === 'accepted' && learned.msgid !== null;
        if (isNamed) {
          attempt.isNamed = true;
          untold = untold.filter((news) => news.attempt !== attempt);
        }
        if (isCurrent && learned.kind !== 'accepted' && others.some(isProven)) {
          const { reason, state } = decide();
          const isUnknown = state === 'unconfirmed' || reason?.code === 'resend';
          attempt.outcome = isUnknown ? unanswered : learned;
          move(push, 'sent');
          leaveGrant(push, 'spent');
        } else if (isCurrent || isEvidence) {
          push.hadUnconfirmed &&= isCurrent || silentOf(push).some((other) => other !== attempt);
          applyDecision(push, attempt, decide());
        } else {
          attempt.outcome = learned;
          if (learned.kind === 'accepted') proveSent(attempt);
        }
      })(),

    loseLease: () => step(() => inState('sending').forEach(loseLease))(),

    /** WeChat's event arrives, or is lost for good. */
    hear: (pick: number, isLost: boolean) =>
      step(() => {
        const news = pickOf(underway, pick);
        if (news === undefined) return;
        underway = underway.filter((other) => other !== news);
        if (!isLost && !news.attempt.isNamed) untold.push(news);
      })(),

    judge: (pick: number) =>
      step(() => {
        const push = pickOf(inState('unconfirmed'), pick);
        if (push?.onUnconfirmed !== 'reconcile') return;
        const hasRival = inState('queued', 'retrying').length > 0;
        if (hasRival || isDoubted(push, push.grant)) return;
        move(push, 'queued');
        push.isMisjudged ||= push.delivered > 0;
        leaveGrant(push, 'available');
      })(),

    expire: (pick: number) =>
      step(() => {
        const open = inState(...waiting, 'unconfirmed');
        const push = pickOf(open, pick);
        if (push !== undefined) endOf(push);
      })(),

    /** Time goes on until every push is past its expiry, and the sweeps have run. */
    endOfTime: () =>
      step(() => {
        inState('sending').forEach(loseLease);
        pushes.filter(({ state }) => !isEndState(state)).forEach(endOf);
      })(),
  };
}
