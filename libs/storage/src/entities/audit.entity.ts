import { defineEntity } from './define-entity.ts';

export type AuditRecord = {
  id: string;
  at: Date;
  actor: string;
  action: string;
  target: string;
  appId: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  requestId: string | null;
};

export const AuditEntity = defineEntity<AuditRecord>({
  name: 'audit',
  tableName: 'audit',
  columns: {
    id: { type: 'uuid', primary: true },
    at: { type: 'timestamptz', insert: false },
    actor: { type: 'text' },
    action: { type: 'text' },
    target: { type: 'text' },
    appId: { name: 'app_id', type: 'text', nullable: true },
    before: { type: 'jsonb', nullable: true },
    after: { type: 'jsonb', nullable: true },
    reason: { type: 'text', nullable: true },
    requestId: { name: 'request_id', type: 'text', nullable: true },
  },
});
