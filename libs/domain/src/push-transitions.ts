import { endStates, type EndState, type PushState } from './vocabulary.ts';

/**
 * Which state may follow which (design 5). `docs/push-states.md` draws it. Staying in a state is no transition.
 * dead -> queued and dead -> parked are replays; unconfirmed -> queued is evidence or a verdict that nothing was sent.
 */
export const pushTransitions = {
  // scheduled also comes out of parked: a recipient who was unknown logs in before `sendAt`.
  scheduled: ['queued', 'parked', 'expired', 'cancelled'],
  parked: ['scheduled', 'queued', 'expired', 'cancelled'],
  queued: ['sending', 'parked', 'dead', 'expired', 'cancelled'],
  sending: ['sent', 'retrying', 'parked', 'unconfirmed', 'dead', 'expired'],
  retrying: ['queued', 'sending', 'parked', 'dead', 'expired', 'cancelled'],
  unconfirmed: ['sent', 'queued', 'dead'],
  sent: [],
  dead: ['queued', 'parked'],
  expired: [],
  cancelled: [],
} as const satisfies Record<PushState, readonly PushState[]>;

/** Whether `to` may follow `from`. */
export const canFollow = (from: PushState, to: PushState): boolean =>
  (pushTransitions[from] as readonly PushState[]).includes(to);

/** Whether a push in this state is over (a dead one until it is replayed). */
export const isEndState = (state: PushState): state is EndState =>
  (endStates as readonly PushState[]).includes(state);

/** Whether a push may be cancelled: not once it may be on its way, nor when it ended (contract 5: 409). */
export const canCancel = (state: PushState): boolean => canFollow(state, 'cancelled');
