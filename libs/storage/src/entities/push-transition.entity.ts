import type { PushState, Reason, UnconfirmedEvidence } from '@yuexin/domain';
import { defineEntity } from './define-entity.ts';

export type PushTransitionRecord = {
  id: string;
  pushId: string;
  at: Date;
  fromState: PushState | null;
  toState: PushState;
  reason: Reason | null;
  actor: string;
  evidence: UnconfirmedEvidence | null;
  replayId: string | null;
};

export const PushTransitionEntity = defineEntity<PushTransitionRecord>({
  name: 'push-transition',
  tableName: 'push_transitions',
  columns: {
    id: { type: 'uuid', primary: true },
    pushId: { name: 'push_id', type: 'uuid' },
    at: { type: 'timestamptz' },
    fromState: { name: 'from_state', type: 'text', nullable: true },
    toState: { name: 'to_state', type: 'text' },
    reason: { type: 'jsonb', nullable: true },
    actor: { type: 'text' },
    evidence: { type: 'text', nullable: true },
    replayId: { name: 'replay_id', type: 'uuid', nullable: true },
  },
});
