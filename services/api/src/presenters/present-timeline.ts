import { presentPush } from '@yuexin/callbacks';
import { showId } from '@yuexin/domain';
import type { PushHistory } from '@yuexin/storage';
import type { TimelineEntry } from '../routes/pushes/timeline.schema.ts';
import { showAuditName } from './audit-name.ts';
import { presentCallbackHead, presentTry } from './present-callback.ts';
import { presentGrant } from './present-grant.ts';
import { stateChangesOf } from './state-changes.ts';

function attemptEntries({ push, attempts }: PushHistory): TimelineEntry[] {
  return attempts.flatMap((attempt): TimelineEntry[] => {
    const id = showId('attempt', attempt.id);
    const { number } = attempt;
    const started = {
      ...{ at: attempt.startedAt.toISOString(), id, number },
      kind: 'attempt-started' as const,
      // Where there is a choice.
      ...(push.choices && { templateId: attempt.templateId }),
    };
    if (attempt.finishedAt === null || attempt.outcome === null) return [started];
    return [
      started,
      {
        at: attempt.finishedAt.toISOString(),
        kind: 'attempt-finished',
        id,
        number,
        outcome: attempt.outcome,
        errcode: attempt.errcode,
        errmsg: attempt.errmsg,
        rid: attempt.rid,
        msgid: attempt.msgid,
        httpStatus: attempt.httpStatus,
        cause: attempt.cause,
        durationMs: attempt.durationMs,
        isLate: attempt.isLate,
      },
    ];
  });
}

function eventEntries({ sentEvents }: PushHistory): TimelineEntry[] {
  return sentEvents.map((event) => ({
    at: event.receivedAt.toISOString(),
    kind: 'event',
    type: 'subscribe_msg_sent_event',
    createdAt: event.at.toISOString(),
    msgid: event.msgid,
    errorCode: event.errorCode,
    errorStatus: event.errorStatus,
  }));
}

/** What the user said against the template while the push lived: it took the grants away. */
function refusalEntries({ refusals }: PushHistory): TimelineEntry[] {
  return refusals.map((refusal) => ({
    at: refusal.receivedAt.toISOString(),
    kind: 'event',
    type: refusal.isFromWechat ? 'subscribe_msg_change_event' : 'ask-report',
    createdAt: refusal.at.toISOString(),
    result: refusal.result,
  }));
}

function operatorEntries({ operatorActions }: PushHistory): TimelineEntry[] {
  return operatorActions.map((action) => ({
    at: action.at.toISOString(),
    kind: 'operator',
    actor: showAuditName(action.actor),
    action: action.action,
    reason: action.reason,
    requestId: action.requestId,
  }));
}

/** That an endpoint was to be told, and each call that tried to. */
function callbackEntries({ callbacks }: PushHistory): TimelineEntry[] {
  return callbacks.flatMap((callback): TimelineEntry[] => {
    const { id, ...head } = presentCallbackHead(callback);
    const endpointId = showId('endpoint', callback.endpointId);
    return [
      { kind: 'callback', id, endpointId, ...head },
      ...callback.tries.map((one) => ({
        kind: 'callback-attempt' as const,
        ...{ id, ...presentTry(one) },
      })),
    ];
  });
}

/** What it spared the user: others like it. */
function termsEntries({ duplicates, replaced }: PushHistory): TimelineEntry[] {
  const folded = duplicates && {
    ...{ at: duplicates.lastAt.toISOString(), kind: 'duplicates' as const },
    ...{ times: duplicates.times, firstAt: duplicates.firstAt.toISOString() },
  };
  return [
    ...replaced.map(({ id, at }) => ({
      ...{ at: at.toISOString(), kind: 'replaced' as const, pushId: showId('push', id) },
    })),
    ...(folded === null ? [] : [folded]),
  ];
}

/** What happens at one instant is told in this order: an attempt starts after the push is `sending`, and ends before it is not. */
const order: readonly TimelineEntry['kind'][] = [
  ...(['state', 'grant', 'attempt-started', 'attempt-finished', 'event', 'operator'] as const),
  ...(['callback', 'callback-attempt', 'replaced', 'duplicates'] as const),
];
const afterAttempt = order.indexOf('attempt-finished') + 0.5;
const rankOf = (entry: TimelineEntry): number =>
  entry.kind === 'state' && entry.from === 'sending' ? afterAttempt : order.indexOf(entry.kind);

/** Everything that happened to a push, oldest first, with the push as it is now. */
export function presentTimeline(history: PushHistory) {
  const { push, grants } = history;
  const entries: TimelineEntry[] = [
    ...stateChangesOf(history).map(({ evidence, replayId, ...change }) => ({
      ...change,
      at: change.at.toISOString(),
      actor: showAuditName(change.actor),
      kind: 'state' as const,
      ...(evidence !== null && { evidence }),
      ...(replayId !== null && { replayId: showId('replay', replayId) }),
    })),
    ...grants.map((grant) => ({
      at: grant.obtainedAt.toISOString(),
      kind: 'grant' as const,
      grant: presentGrant(grant),
    })),
    ...attemptEntries(history),
    ...eventEntries(history),
    ...refusalEntries(history),
    ...operatorEntries(history),
    ...callbackEntries(history),
    ...termsEntries(history),
  ];
  entries.sort((a, b) => a.at.localeCompare(b.at) || rankOf(a) - rankOf(b));
  return { push: presentPush(push), data: entries };
}
