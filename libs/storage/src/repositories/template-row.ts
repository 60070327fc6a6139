import type { Reason, TemplateKeyword, TemplateKind } from '@yuexin/domain';
import type { TemplateRecord } from '../entities/template.entity.ts';

export type TemplateRow = {
  appId: string;
  templateId: string;
  title: string;
  kind: TemplateKind;
  content: string;
  example: string;
  keywords: TemplateKeyword[];
  state: 'active' | 'paused' | 'removed';
  pause: { reason: Reason; until: Date | null } | null;
  syncedAt: Date;
};

/** A template as WeChat lists it. */
export type ListedTemplate = Omit<TemplateRow, 'appId' | 'state' | 'pause' | 'syncedAt'>;

export function toTemplateRow(record: TemplateRecord): TemplateRow {
  const { appId, templateId, title, kind, content, example, keywords, state, syncedAt } = record;
  const { pauseReason: reason, pausedUntil: until } = record;
  const pause = state === 'paused' && reason !== null ? { reason, until } : null;
  return { appId, templateId, title, kind, content, example, keywords, state, pause, syncedAt };
}
