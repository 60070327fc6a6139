import type { AnswerOf } from '@yuexin/client';
import { plainText } from './plain-text.ts';
import { showTime } from './show-time.ts';

export type TimelineEntry = AnswerOf<'getPushTimeline'>['data'][number];

/** What is told of each kind; fields that are not there are passed over. */
const texts: Readonly<Record<TimelineEntry['kind'], (entry: TimelineEntry) => string[]>> = {
  state: ({ from, to, reason, evidence }) => [
    from === null || from === undefined ? say(to) : `${say(from)} → ${say(to)}`,
    ...reasonOf(reason),
    ...(evidence === undefined ? [] : [`by ${say(evidence)}`]),
  ],
  grant: ({ grant }) => {
    const { id, state, evidence } = (grant ?? {}) as Record<string, unknown>;
    return [`grant ${say(id)}`, say(state), say(evidence)];
  },
  'attempt-started': ({ number }) => [`attempt ${say(number)} begins`],
  'attempt-finished': ({ number, outcome, errcode, errmsg, msgid, durationMs, cause }) => [
    `attempt ${say(number)}: ${say(outcome)}`,
    ...(errcode === null || errcode === undefined
      ? []
      : [`errcode ${say(errcode)} ${say(errmsg)}`]),
    ...(msgid === null || msgid === undefined ? [] : [`msgid ${say(msgid)}`]),
    ...(cause === null || cause === undefined ? [] : [say(cause)]),
    `${say(durationMs)} ms`,
  ],
  event: ({ type, errorStatus, result }) => [`WeChat: ${say(type)}`, say(errorStatus ?? result)],
  callback: ({ type, endpointId, state }) => [
    `${say(endpointId)} is told ${say(type)}`,
    say(state),
  ],
  'callback-attempt': ({ number, status, error, durationMs }) => [
    `callback, try ${say(number)}: ${say(status ?? error)}`,
    `${say(durationMs)} ms`,
  ],
  replaced: ({ pushId }) => [`took the place of ${say(pushId)}`],
  duplicates: ({ times, firstAt }) => [
    `answered ${say(times)} ${times === 1 ? 'duplicate' : 'duplicates'}`,
    `the first at ${say(firstAt)}`,
  ],
  operator: ({ actor, action, reason }) => [
    `${say(actor)}: ${say(action)}`,
    ...(reason === null || reason === undefined ? [] : [say(reason)]),
  ],
};

/** One line of a push's history. */
export function showTimelineEntry(entry: TimelineEntry): string {
  const kind = entry.kind as string;
  const parts = kind in texts ? texts[entry.kind](entry) : [kind];
  return `${showTime(entry.at)}  ${plainText(parts.filter((part) => part !== '').join(', '))}`;
}

const say = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

function reasonOf(reason: unknown): string[] {
  if (typeof reason !== 'object' || reason === null) return [];
  const { code, message } = reason as { code?: unknown; message?: unknown };
  return [`${say(code)}: ${say(message)}`];
}
