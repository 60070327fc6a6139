import { endStates, type EndState, type PushState } from './vocabulary.ts';

/**
 * Which state may follow which (design 5). `docs/push-states.md` (and .zh-CN.md) draw it. Staying in a state is no transition.
 * Every open state, and dead, may become sent: proof of an earlier attempt's delivery may come late. An unconfirmed push leaves by
 * evidence, verdict or expiry, or by the late answer of that very attempt, which decides like an answer in time.
 */
export const pushTransitions = {
  scheduled: ['queued', 'parked', 'sent', 'dead', 'expired', 'cancelled'],
  // scheduled: a recipient who was unknown logs in before `sendAt`.
  parked: ['scheduled', 'queued', 'sent', 'dead', 'expired', 'cancelled'],
  // unconfirmed: judged by silence, and doubted again when it was claimed.
  queued: ['sending', 'parked', 'unconfirmed', 'sent', 'dead', 'expired', 'cancelled'],
  // queued: the lease is over and the caller chose `resend`.
  sending: ['sent', 'retrying', 'queued', 'parked', 'unconfirmed', 'dead', 'expired'],
  retrying: ['queued', 'sending', 'parked', 'unconfirmed', 'sent', 'dead', 'expired', 'cancelled'],
  unconfirmed: ['sent', 'queued', 'retrying', 'parked', 'dead', 'expired'],
  sent: [],
  // queued, parked: a replay. sent: given up as unconfirmed, and proven delivered after that. cancelled: discarded by an operator.
  dead: ['queued', 'parked', 'sent', 'cancelled'],
  expired: [],
  cancelled: [],
} as const satisfies Record<PushState, readonly PushState[]>;

/** Whether `to` may follow `from`. */
export const canFollow = (from: PushState, to: PushState): boolean =>
  (pushTransitions[from] as readonly PushState[]).includes(to);

/** Whether a push in this state is over (a dead one until it is replayed). */
export const isEndState = (state: PushState): state is EndState =>
  (endStates as readonly PushState[]).includes(state);

/** Whether a push may be cancelled: not once it may be on its way, nor when it ended (contract 5: 409). A dead one is discarded. */
export const canCancel = (state: PushState): boolean =>
  !isEndState(state) && canFollow(state, 'cancelled');
