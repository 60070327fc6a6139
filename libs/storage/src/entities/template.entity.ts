import type { Reason, TemplateKeyword, TemplateKind } from '@yuexin/domain';
import { defineEntity } from './define-entity.ts';

export type TemplateRecord = {
  appId: string;
  templateId: string;
  title: string;
  kind: TemplateKind;
  content: string;
  example: string;
  keywords: TemplateKeyword[];
  state: 'active' | 'paused' | 'removed';
  pauseReason: Reason | null;
  pausedUntil: Date | null;
  syncedAt: Date;
  createdAt: Date;
};

export const TemplateEntity = defineEntity<TemplateRecord>({
  name: 'template',
  tableName: 'templates',
  columns: {
    appId: { name: 'app_id', type: 'text', primary: true },
    templateId: { name: 'template_id', type: 'text', primary: true },
    title: { type: 'text' },
    kind: { type: 'text' },
    content: { type: 'text' },
    example: { type: 'text' },
    keywords: { type: 'jsonb' },
    state: { type: 'text' },
    pauseReason: { name: 'pause_reason', type: 'jsonb', nullable: true },
    pausedUntil: { name: 'paused_until', type: 'timestamptz', nullable: true },
    syncedAt: { name: 'synced_at', type: 'timestamptz' },
    createdAt: { name: 'created_at', type: 'timestamptz', insert: false },
  },
});
