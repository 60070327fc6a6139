import { decideNext } from '../decide-next.ts';
import type { Decision } from '../decision.ts';
import { canFollow, isEndState } from '../push-transitions.ts';
import type { PushState } from '../vocabulary.ts';
import {
  createWorldFacts,
  newGrant,
  unanswered,
  type Attempt,
  type Choice,
  type Grant,
  type WorldPush,
} from './grant-world-facts.ts';
import { meetWechat, type Fate } from './meet-wechat.ts';
import { pairWhatIsProven, type pairWithEldest } from './pair-events.ts';

const waiting: readonly PushState[] = ['scheduled', 'parked', 'queued', 'retrying'];
const isUnnamed = ({ isNamed }: Attempt): boolean => !isNamed;
const pickOf = <T>(list: readonly T[], pick: number): T | undefined =>
  list[pick % Math.max(1, list.length)];

/**
 * One user and one template with everything the ledger and WeChat know of them: a small model of storage and of WeChat, so that
 * decide-next meets consequences. It upholds what design 5 and 6 and ADR 0008 and 0013 ask of storage. Claim, send, settle, the
 * answer of a late worker, events and sweeps are steps of their own: a crash is a step that never comes.
 */
export function createGrantWorld(
  random: () => number,
  pair: typeof pairWithEldest = pairWhatIsProven,
) {
  const facts = createWorldFacts();
  const { grants, pushes, attempts, wechat, news, inState, available } = facts;
  const {
    accept,
    isUnspent,
    sortEarmarked,
    freeEarmarked,
    attemptsOf,
    silentOf,
    isProven,
    isSilentAttempt,
    isDoubted,
    mayLackGrant,
    giveBack,
  } = facts;
  let clock = 0;
  const now = new Date('2026-03-01T10:00:30.000Z');

  const move = (push: WorldPush, state: PushState): void => {
    if (push.state === state) return;
    if (!canFollow(push.state, state)) throw new Error(`${push.state} -> ${state} is not allowed`);
    push.state = state;
  };

  const takeGrant = (push: WorldPush): void => {
    const [oldest] = available();
    const own = available().find(({ isEarmarked }) => push.hasPurpose && isEarmarked);
    const grant = own ?? oldest;
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

  const applyGrantEffect = (push: WorldPush, { at }: Attempt, decision: Decision): void => {
    if (decision.grantEffect === 'spend') leaveGrant(push, 'spent');
    if (decision.grantEffect === 'release') leaveGrant(push, 'available');
    if (decision.grantEffect === 'void-key') leaveGrant(push, 'void');
    const isRefused = decision.reason?.errcode === 43101;
    if (!isRefused) return;
    news.refusedAt = Math.max(news.refusedAt, at);
    for (const grant of grants.filter((other) => other.at < at)) {
      if (isUnspent(grant)) grant.state = 'void';
      grant.isDoubtful ||= grant.state === 'reserved';
    }
  };

  const releaseParked = (): void => {
    sortEarmarked();
    for (const push of inState('parked').filter(({ hasPurpose }) => hasPurpose)) {
      if (!grants.some(({ state }) => state === 'kept')) break;
      freeEarmarked(push);
      move(push, 'queued');
    }
    for (const push of inState('parked')) {
      if (available().length > inState('queued', 'retrying').length) move(push, 'queued');
    }
  };

  /** Evidence that this attempt was sent: its push ends, and the grant it was sent with is spent. */
  const proveSent = ({ pushId, grant }: Attempt): void => {
    const push = pushes[pushId]!;
    const wasHolding = push.state === 'unconfirmed';
    if (wasHolding || waiting.includes(push.state)) move(push, 'sent');
    if (grant?.pushId === pushId) grant.isUnproven = false;
    push.isOverdrawn ||= grant !== null && grant.pushId !== null && grant.pushId !== pushId;
    if (wasHolding) leaveGrant(push, 'spent');
    else if (grant !== null && (isUnspent(grant) || grant.state === 'void')) {
      Object.assign(grant, { state: 'spent', pushId });
    }
  };

  const pairUntold = (): void => {
    if (inState('sending').length > 0) return;
    for (;;) {
      const pairs = pair(attempts.filter(isSilentAttempt), news.untold);
      if (pairs.length === 0) return;
      for (const [told, attempt] of pairs) {
        news.untold = news.untold.filter((other) => other !== told);
        attempt.isNamed = true;
      }
      for (const [, attempt] of pairs) proveSent(attempt);
    }
  };

  const applyDecision = (push: WorldPush, attempt: Attempt, decision: Decision): void => {
    const isUnknown = decision.state === 'unconfirmed' || decision.reason?.code === 'resend';
    attempt.outcome = isUnknown ? unanswered : attempt.learned;
    move(
      push,
      push.isSuperseded && waiting.includes(decision.state) ? 'cancelled' : decision.state,
    );
    applyGrantEffect(push, attempt, decision);
    push.retries += Number(decision.countsAsRetry);
    push.tokenRetries += Number(decision.countsAsTokenRetry);
    push.hadUnconfirmed ||= isUnknown;
    push.isExposed ||= isUnknown && news.unheardGrants > 0;
  };

  const endOf = (push: WorldPush): void => {
    const last = silentOf(push).at(-1);
    const isUnknown =
      push.state === 'unconfirmed' || (push.hadUnconfirmed && silentOf(push).some(isUnnamed));
    move(push, isUnknown ? 'dead' : 'expired');
    if (push.grant !== null) push.grant.isUnproven = true;
    leaveGrant(push, 'spent');
    if (isUnknown && last?.grant && isUnspent(last.grant)) {
      Object.assign(last.grant, { state: 'spent', pushId: push.id, isUnproven: true });
    }
  };

  const loseLease = (push: WorldPush): void => {
    const attempt = push.attempt!;
    const isSent = attemptsOf(push).some((other) => other !== attempt && isProven(other));
    const isResent = push.onUnconfirmed === 'resend' && !push.isSuperseded;
    attempt.outcome = unanswered;
    push.hadUnconfirmed = true;
    push.isExposed ||= news.unheardGrants > 0;
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
    kept: () => grants.filter(({ state }) => state === 'kept'),
    wechatGrants: () => wechat.grants,

    /** The user taps allow. `isHeard`: false while our api is down and neither report nor event reaches us. */
    grant: (isHeard: boolean, hasPurpose = false) =>
      step(() => {
        wechat.grants += 1;
        for (const push of inState('sending')) {
          push.isExposed ||= push.hadUnconfirmed && push.attempt?.learned === null;
        }
        if (isHeard) {
          // One that a due push counts on stays with that.
          const demand = inState('queued', 'retrying').length;
          grants.push({ ...newGrant, at: clock });
          grants.at(-1)!.isEarmarked = hasPurpose && available().length > demand;
        } else {
          news.unheardGrants += 1;
          news.deafAt = clock;
        }
      })(),

    accept: (choice: Choice) => step(() => accept(choice))(),

    /** A newer push takes the place of all that wait (ADR 0021). */
    supersede: ({ onUnconfirmed }: Choice) =>
      step(() => {
        for (const push of inState(...waiting)) move(push, 'cancelled');
        for (const push of inState('sending', 'unconfirmed')) push.isSuperseded = true;
        accept({ onNoGrant: 'park', onUnconfirmed });
      })(),

    /** A sending rule holds or drops what could be sent (ADR 0031). */
    rule: (pick: number, isDropped: boolean) =>
      step(() => {
        const push = pickOf(inState('queued', 'retrying'), pick);
        if (push === undefined) return;
        const held = push.hadUnconfirmed ? 'retrying' : 'scheduled';
        move(push, isDropped ? 'cancelled' : held);
      })(),

    /** What is kept for the purpose has been kept long enough. */
    endEarmarks: () =>
      step(() => {
        for (const grant of grants) {
          grant.isEarmarked = false;
          if (grant.state === 'kept') grant.state = 'available';
        }
      })(),

    /** The end of a hold, or a change of rules. */
    wake: (pick: number) =>
      step(() => {
        const push = pickOf(inState('scheduled'), pick);
        if (push === undefined) return;
        freeEarmarked(push);
        const hasRoom = available().length > inState('queued', 'retrying').length;
        if (hasRoom || push.onNoGrant === 'send-anyway') move(push, 'queued');
        else move(push, push.onNoGrant === 'park' ? 'parked' : 'dead');
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
          if (push.grant !== silentOf(push).at(-1)?.grant) leaveGrant(push, 'available');
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
        if (isDelivered) news.underway.push({ attempt, at: clock });
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
          news.untold = news.untold.filter((told) => told.attempt !== attempt);
        }
        if (isCurrent && learned.kind !== 'accepted' && others.some(isProven)) {
          const { reason, state } = decide();
          const isUnknown = state === 'unconfirmed' || reason?.code === 'resend';
          attempt.outcome = isUnknown ? unanswered : learned;
          move(push, 'sent');
          leaveGrant(push, 'spent');
        } else if (
          isCurrent &&
          decide().reason?.code === 'inferred-by-43101' &&
          mayLackGrant(push)
        ) {
          attempt.outcome = learned;
          move(push, 'unconfirmed');
          push.isHeld = true;
        } else if (isCurrent || isEvidence) {
          push.hadUnconfirmed &&= isCurrent || silentOf(push).some((other) => other !== attempt);
          applyDecision(push, attempt, decide());
        } else {
          attempt.outcome = learned;
          if (learned.kind === 'accepted') proveSent(attempt);
          else giveBack(push, attempt, decide().grantEffect);
        }
      })(),

    loseLease: () => step(() => inState('sending').forEach(loseLease))(),

    /** WeChat's event arrives, or is lost for good. */
    hear: (pick: number, isLost: boolean) =>
      step(() => {
        const one = pickOf(news.underway, pick);
        if (one === undefined) return;
        news.underway = news.underway.filter((other) => other !== one);
        if (!isLost && !one.attempt.isNamed) news.untold.push(one);
      })(),

    judge: (pick: number) =>
      step(() => {
        const push = pickOf(inState('unconfirmed'), pick);
        if (push?.onUnconfirmed !== 'reconcile' || push.isHeld) return;
        const hasRival = inState('queued', 'retrying').length > 0;
        if (hasRival || isDoubted(push, push.grant)) return;
        move(push, push.isSuperseded ? 'cancelled' : 'queued');
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
