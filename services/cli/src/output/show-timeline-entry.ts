import type { Reason, TimelineEntry } from '@yuexin/client';
import { plainText } from './plain-text.ts';
import { showTime } from './show-time.ts';

/** One line of a push's history; the history says which endpoint a callback went to. */
export function showTimelineEntry(entry: TimelineEntry, history: readonly TimelineEntry[]): string {
  const parts = partsOf(entry, history).filter((part) => part !== null && part !== '');
  return `${showTime(entry.at)}  ${plainText(parts.join(', '))}`;
}

function partsOf(entry: TimelineEntry, history: readonly TimelineEntry[]): (string | null)[] {
  switch (entry.kind) {
    case 'state':
      return [
        entry.from === null ? entry.to : `${entry.from} → ${entry.to}`,
        reasonOf(entry.reason),
        entry.evidence === undefined ? null : `by ${entry.evidence}`,
      ];
    case 'grant':
      return [`grant ${entry.grant.id}`, entry.grant.state, entry.grant.evidence];
    case 'attempt-started':
      return [`attempt ${entry.number} begins`];
    case 'attempt-finished':
      return [
        `attempt ${entry.number}: ${entry.outcome}`,
        entry.errcode === null ? null : `errcode ${entry.errcode} ${entry.errmsg ?? ''}`,
        entry.msgid === null ? null : `msgid ${entry.msgid}`,
        entry.cause,
        entry.durationMs === null ? null : `${entry.durationMs} ms`,
      ];
    case 'event':
      return [`WeChat: ${entry.type}`, 'result' in entry ? entry.result : entry.errorStatus];
    case 'operator':
      return [`${entry.actor}: ${entry.action}`, entry.reason];
    case 'callback':
      return [`${entry.endpointId} is told ${entry.type}`, entry.state];
    case 'callback-attempt':
      return [
        `callback to ${endpointOf(entry.id, history)}, try ${entry.number}: ${entry.status ?? entry.error ?? ''}`,
        `${entry.durationMs} ms`,
      ];
    case 'replaced':
      return [`took the place of ${entry.pushId}`];
    case 'duplicates':
      return [
        `answered ${entry.times} ${entry.times === 1 ? 'duplicate' : 'duplicates'}`,
        `the first at ${entry.firstAt}`,
      ];
    default:
      // A newer api may tell more.
      return [(entry as { kind: string }).kind];
  }
}

function reasonOf(reason: Reason | null): string | null {
  return reason === null ? null : `${reason.code}: ${reason.message}`;
}

function endpointOf(callbackId: string, history: readonly TimelineEntry[]): string {
  const callback = history.find((one) => one.kind === 'callback' && one.id === callbackId);
  return callback?.kind === 'callback' ? callback.endpointId : 'an endpoint';
}
