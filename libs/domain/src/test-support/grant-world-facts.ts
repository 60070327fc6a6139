import type { Decision, PushInFlight } from '../decision.ts';
import type { GrantState, OnNoGrant, OnUnconfirmed, Outcome, PushState } from '../vocabulary.ts';
import type { Wechat } from './meet-wechat.ts';
import { pushInFlight } from './push-in-flight.ts';

export type Grant = {
  at: number;
  state: GrantState;
  /** It was collected for the purpose, and its time is not over (ADR 0032). */
  isEarmarked: boolean;
  pushId: number | null;
  /** Spent for want of an answer when its push expired: WeChat may hold it yet. */
  isUnproven: boolean;
  /** Reserved while WeChat said that it holds none. */
  isDoubtful: boolean;
};

export type Attempt = {
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

export type News = { attempt: Attempt; at: number };

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
  /** Proven after silence had given its grant away to another push: the ledger counts one too many until a 43101. */
  isOverdrawn: boolean;
  /** It is about the purpose. */
  hasPurpose: boolean;
  /** A newer push took its place while it was on its way: it must not wait again. */
  isSuperseded: boolean;
  /** WeChat knew of no grant, and nothing followed from that: it waits for a person. */
  isHeld: boolean;
};

export type Choice = {
  onNoGrant: OnNoGrant;
  onUnconfirmed: OnUnconfirmed;
  hasPurpose?: boolean;
};

export const unanswered: Outcome = { kind: 'unconfirmed', cause: 'lease over', httpStatus: null };
export const newGrant = {
  pushId: null,
  isUnproven: false,
  isDoubtful: false,
  isEarmarked: false,
  state: 'available',
} as const;

/** A push that nobody has tried yet. */
function newPush({ hasPurpose = false, ...choice }: Choice): Omit<WorldPush, 'id' | 'state'> {
  return {
    ...pushInFlight({ ...choice, attemptNumber: 0, hasGrant: false }),
    hasPurpose,
    ...{ grant: null, attempt: null, delivered: 0 },
    ...{ isMisjudged: false, isExposed: false, isOverdrawn: false, isHeld: false },
    isSuperseded: false,
  };
}

/** What the tables of one user and one template hold, and what follows from it. */
export function createWorldFacts() {
  const grants: Grant[] = [];
  const pushes: WorldPush[] = [];
  const attempts: Attempt[] = [];
  const wechat: Wechat = { grants: 0 };
  const news = {
    /** Sent events on their way to us. */
    underway: [] as News[],
    /** Those that are here and match no msgid. */
    untold: [] as News[],
    unheardGrants: 0,
    deafAt: -1,
    /** The last 43101. */
    refusedAt: -1,
  };

  const inState = (...states: PushState[]) => pushes.filter(({ state }) => states.includes(state));
  const available = () => grants.filter(({ state }) => state === 'available');
  const isUnspent = ({ state }: Grant) => state === 'available' || state === 'kept';
  const isFree = (grant: Grant) => isUnspent(grant) || grant.state === 'reserved';
  const isVoid = ({ state }: Grant) => state === 'void';
  const attemptsOf = (push: WorldPush) => attempts.filter(({ pushId }) => pushId === push.id);
  const silentOf = (push: WorldPush) =>
    attemptsOf(push).filter(({ outcome }) => outcome?.kind === 'unconfirmed');
  const isProven = ({ outcome, isNamed }: Attempt) =>
    outcome?.kind === 'accepted' || (outcome?.kind === 'unconfirmed' && isNamed);

  const isSilentAttempt = (attempt: Attempt): boolean => {
    if (attempt.isNamed || attempt.outcome === null) return false;
    if (attempt.outcome.kind === 'accepted') return true;
    const push = pushes[attempt.pushId]!;
    const others = attemptsOf(push).filter((other) => other !== attempt);
    const isKnown = push.onUnconfirmed !== 'resend' && others.some(isProven);
    return attempt.outcome.kind === 'unconfirmed' && push.hadUnconfirmed && !isKnown;
  };

  /** Silence and a second send are sound only while no news can have been missed (may_have_missed_news). */
  const mayHaveMissedNews = (push: WorldPush): boolean => {
    const silent = silentOf(push).map(({ at }) => at);
    return (
      news.deafAt >= Math.max(...silent) || news.untold.some(({ at }) => at >= Math.min(...silent))
    );
  };

  /** Written off, and no 43101 to a later attempt has said that WeChat does not hold it. */
  const mayBeLeft = (grant: Grant): boolean =>
    grant.isUnproven &&
    attempts.some(({ grant: used, at }) => used === grant && at > news.refusedAt);

  /** A second send proves something only with the grant of the first: a younger one would pay for a second message. */
  const isDoubted = (push: WorldPush, grant: Grant | null): boolean =>
    grant === null ||
    grant !== silentOf(push).at(-1)?.grant ||
    grants.some((other) => (isFree(other) || mayBeLeft(other)) && other !== grant) ||
    mayHaveMissedNews(push);

  /** Another push may have used more than it paid for: 43101 has other causes then (may_lack_grant). */
  const mayLackGrant = (push: WorldPush): boolean =>
    push.grant?.isDoubtful === true ||
    grants.some((grant) => isUnspent(grant) && grant.at < push.attempt!.at) ||
    pushes.some((other) => {
      const sent = attemptsOf(other).filter(
        ({ outcome, at }) =>
          at > news.refusedAt && (outcome?.kind === 'accepted' || outcome?.kind === 'unconfirmed'),
      ).length;
      const uses = other.onUnconfirmed === 'resend' ? sent : Math.min(sent, 1);
      const paid = grants.filter((grant) => !isVoid(grant) && grant.pushId === other.id).length;
      return other !== push && uses > paid;
    });

  /** A late answer: not used, so the grant written off when the push expired is there again. */
  const giveBack = (
    push: WorldPush,
    { grant }: Attempt,
    grantEffect: Decision['grantEffect'],
  ): void => {
    if (push.state !== 'dead' || grant?.pushId !== push.id || !mayBeLeft(grant)) return;
    const isInDoubt = attemptsOf(push).some(
      (other) =>
        other.grant === grant &&
        (other.outcome?.kind === 'accepted' || other.outcome?.kind === 'unconfirmed'),
    );
    if (isInDoubt || (grantEffect !== 'release' && grantEffect !== 'void-key')) return;
    const state = grantEffect === 'release' ? 'available' : 'void';
    Object.assign(grant, { state, pushId: null, isUnproven: false, isDoubtful: false });
  };

  /** As many are available as pushes of the purpose are due; the others are kept (sort_earmarked). */
  const sortEarmarked = (): void => {
    const demand = inState('queued', 'retrying').filter(({ hasPurpose }) => hasPurpose).length;
    for (const [turn, grant] of grants.filter((one) => one.isEarmarked && isUnspent(one)).entries())
      grant.state = turn < demand ? 'available' : 'kept';
  };

  /** For a push of the purpose that is about to be due (free_earmarked). */
  const freeEarmarked = ({ hasPurpose = false }: { hasPurpose?: boolean }): void => {
    const kept = grants.find(({ state }) => state === 'kept');
    if (hasPurpose && kept !== undefined) kept.state = 'available';
  };

  const accept = (choice: Choice): void => {
    freeEarmarked(choice);
    const hasRoom = available().length > inState('queued', 'retrying').length;
    if (!hasRoom && choice.onNoGrant === 'reject') return;
    const state = hasRoom || choice.onNoGrant === 'send-anyway' ? 'queued' : 'parked';
    pushes.push({ ...newPush(choice), id: pushes.length, state });
    sortEarmarked();
  };

  return {
    ...{ grants, pushes, attempts, wechat, news, inState, available },
    ...{
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
    },
  };
}
