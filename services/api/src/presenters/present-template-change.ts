import { type HurtPushes, showId } from '@yuexin/domain';
import type { TemplateChangeRow } from '@yuexin/storage';

/** Waiting pushes that a changed template hurts. */
export const presentHurt = (hurt: HurtPushes) => ({
  ...hurt,
  sample: hurt.sample.map((id) => showId('push', id)),
});

/** What a sync found about a template. */
export function presentTemplateChange(row: TemplateChangeRow) {
  const { id, at, templateId, kind, title, change, hurt } = row;
  return {
    ...{ id, at: at.toISOString(), templateId, kind, title, change },
    hurt: hurt === null ? null : presentHurt(hurt),
  };
}
