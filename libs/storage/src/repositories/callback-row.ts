import type { CallbackState, CallbackType, TEST_CALLBACK_TYPE } from '@yuexin/domain';

/** What the body of a callback is written from. */
export type CallbackContent = {
  id: string;
  endpointId: string;
  pushId: string | null;
  appId: string | null;
  type: CallbackType | typeof TEST_CALLBACK_TYPE;
  /** Of its push; null where there is none. */
  sequence: number | null;
  /** When it happened. */
  at: Date;
  /** What changes about the push, as it was then; or all there is to say. */
  snapshot: object;
  /** Of the user it is about, where that is no push's. */
  openid: string | null;
};

/** One call to the endpoint. `answer`: the first characters of what it said. */
export type CallbackTryRow = {
  number: number;
  at: Date;
  durationMs: number;
  status: number | null;
  error: string | null;
  answer: string | null;
};

export type CallbackRow = CallbackContent & {
  state: CallbackState;
  attempts: number;
  /** Null once it has ended. */
  nextAt: Date | null;
  endedAt: Date | null;
  /** Newest last. */
  tries: CallbackTryRow[];
};

type StoredCallback = Omit<CallbackRow, 'tries'> & {
  tries: (Omit<CallbackTryRow, 'at'> & { at: string })[];
};

/** Everything a CallbackRow shows; `from callbacks c` and more follow. */
export const callbackColumns = `
  c.id, c.endpoint_id as "endpointId", c.push_id as "pushId", c.app_id as "appId", c.type, c.sequence, c.at, c.snapshot,
  c.state, c.attempts, case when c.state = 'waiting' then greatest(c.next_at, c.at) end as "nextAt",
  c.ended_at as "endedAt",
  case when c.snapshot ? 'userId' then (select u.openid from users u where u.id = (c.snapshot ->> 'userId')::uuid) end as openid,
  (select coalesce(json_agg(json_build_object('number', a.number, 'at', a.at, 'durationMs', a.duration_ms,
      'status', a.status, 'error', a.error, 'answer', a.answer) order by a.number), '[]')
    from callback_attempts a where a.callback_id = c.id) as tries`;

export type { StoredCallback };

/** In the order of the push. */
export const callbacksOfPush = `
  select ${callbackColumns} from callbacks c where c.push_id = $1 order by c.sequence, c.id`;

export function toCallbackRow(stored: StoredCallback): CallbackRow {
  return { ...stored, tries: stored.tries.map((one) => ({ ...one, at: new Date(one.at) })) };
}
