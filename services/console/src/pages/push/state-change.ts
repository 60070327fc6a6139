import type { Push, Reason } from '@yuexin/client';

/** That a push went from one state to another, by whom and on what evidence. */
export type StateChange = {
  kind: 'state';
  at: string;
  from: Push['state'] | null;
  to: Push['state'];
  reason: Reason | null;
  actor: string;
  evidence?: string;
  replayId?: string;
};
