import type { GrantState } from '@yuexin/domain';
import { defineEntity } from './define-entity.ts';

export type GrantRecord = {
  id: string;
  appId: string;
  userId: string;
  templateId: string;
  state: GrantState;
  isStanding: boolean;
  isDoubtful: boolean;
  evidence: 'reported' | 'witnessed' | 'both' | 'imported';
  obtainedAt: Date;
  pushId: string | null;
  purpose: string | null;
  keptUntil: Date | null;
  voidReason: string | null;
  createdAt: Date;
  updatedAt: Date;
};

export const GrantEntity = defineEntity<GrantRecord>({
  name: 'grant',
  tableName: 'grants',
  columns: {
    id: { type: 'uuid', primary: true },
    appId: { name: 'app_id', type: 'text' },
    userId: { name: 'user_id', type: 'uuid' },
    templateId: { name: 'template_id', type: 'text' },
    state: { type: 'text' },
    isStanding: { name: 'is_standing', type: 'boolean' },
    isDoubtful: { name: 'is_doubtful', type: 'boolean' },
    evidence: { type: 'text' },
    obtainedAt: { name: 'obtained_at', type: 'timestamptz' },
    pushId: { name: 'push_id', type: 'uuid', nullable: true },
    purpose: { type: 'text', nullable: true },
    keptUntil: { name: 'kept_until', type: 'timestamptz', nullable: true },
    voidReason: { name: 'void_reason', type: 'text', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz', insert: false },
    updatedAt: { name: 'updated_at', type: 'timestamptz', insert: false },
  },
});
