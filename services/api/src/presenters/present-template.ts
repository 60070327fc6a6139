import type { TemplateRow } from '@yuexin/storage';

/** A template as callers see it: what to fill in, and whether it may be used. */
export function presentTemplate(row: TemplateRow) {
  return {
    templateId: row.templateId,
    title: row.title,
    kind: row.kind,
    keywords: row.keywords,
    example: row.example,
    state: row.state,
    pause:
      row.pause === null
        ? null
        : { reason: row.pause.reason, until: row.pause.until?.toISOString() ?? null },
    syncedAt: row.syncedAt.toISOString(),
  };
}
