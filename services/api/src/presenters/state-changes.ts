import type { PushState, Reason, UnconfirmedEvidence } from '@yuexin/domain';
import type { PushHistory } from '@yuexin/storage';

export type StateChange = {
  at: Date;
  from: PushState | null;
  to: PushState;
  reason: Reason | null;
  actor: string;
  /** What settled it, when it was unconfirmed. */
  evidence: UnconfirmedEvidence | null;
  replayId: string | null;
};

const firstStates: readonly PushState[] = ['scheduled', 'parked', 'queued'];

/**
 * Every state a push went through, oldest first. Rows are written for most changes; three kinds are told by other rows:
 * the state it was accepted in (by its first change), sending (by an attempt) and sent (by an accepted attempt).
 */
export function stateChangesOf(history: PushHistory): StateChange[] {
  const { push, transitions, attempts } = history;
  const told: StateChange[] = attempts.map((attempt) => ({
    at: attempt.startedAt,
    from: null,
    to: 'sending',
    reason: null,
    actor: 'worker',
    evidence: null,
    replayId: null,
  }));
  const hasSentRow = transitions.some((transition) => transition.to === 'sent');
  const accepted = attempts.findLast(
    // A late answer that ended nothing is no change of state; one that did has its row.
    (attempt) => attempt.outcome === 'accepted' && !attempt.isLate,
  );
  if (!hasSentRow && accepted?.finishedAt)
    told.push({
      ...{ at: accepted.finishedAt, from: null, to: 'sent', reason: null },
      ...{ actor: 'worker', evidence: null, replayId: null },
    });

  const later = [...transitions, ...told].sort((a, b) => a.at.getTime() - b.at.getTime());
  const first: StateChange = {
    at: push.createdAt,
    from: null,
    to: firstStateOf(later, push.state),
    reason: null,
    actor: 'caller',
    evidence: null,
    replayId: null,
  };
  let state = first.to;
  return [
    first,
    ...later.map((change) => {
      const from = change.from ?? state;
      state = change.to;
      return { ...change, from };
    }),
  ];
}

function firstStateOf(later: readonly StateChange[], now: PushState): PushState {
  const from = later.length === 0 ? now : (later[0]?.from ?? 'queued');
  return firstStates.includes(from) ? from : 'queued';
}
