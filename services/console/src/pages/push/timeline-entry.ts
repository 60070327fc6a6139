import type { Grant, Push } from '@yuexin/client';
import type { StateChange } from './state-change.ts';

/**
 * The rows of a timeline, as `GET /v1/pushes/{id}/timeline` answers them; the document leaves them loose, since newer apis
 * may tell more. A kind this console does not know is shown as it came.
 */
export type TimelineEntry =
  | StateChange
  | { kind: 'grant'; at: string; grant: Grant }
  | { kind: 'attempt-started'; at: string; id: string; number: number }
  | AttemptFinished
  | {
      kind: 'event';
      at: string;
      type: string;
      createdAt: string;
      msgid?: string | null;
      errorCode?: string | null;
      errorStatus?: string | null;
      result?: string;
    }
  | { kind: 'operator'; at: string; actor: string; action: string; reason: string | null }
  | {
      kind: 'callback';
      at: string;
      id: string;
      endpointId: string;
      type: string;
      state: string;
      attempts: number;
    }
  | {
      kind: 'callback-attempt';
      at: string;
      id: string;
      number: number;
      status: number | null;
      error: string | null;
      durationMs: number;
    }
  | { kind: 'replaced'; at: string; pushId: string }
  | { kind: 'duplicates'; at: string; times: number; firstAt: string };

export type AttemptFinished = {
  kind: 'attempt-finished';
  at: string;
  id: string;
  number: number;
  outcome: 'accepted' | 'refused' | 'not-sent' | 'unconfirmed';
  errcode: number | null;
  errmsg: string | null;
  rid: string | null;
  msgid: string | null;
  httpStatus: number | null;
  cause: string | null;
  durationMs: number | null;
  isLate: boolean;
};

export type PushStory = { push: Push; entries: readonly TimelineEntry[] };
