import type { AudienceRow, TemplateRow } from '@yuexin/storage';
import type { AppCatalog } from '../apps/app-catalog.ts';

/** The templates that an audience's message may go out with, as they are now; those that are gone are left out. */
export async function findAudienceTemplates(
  catalog: Pick<AppCatalog, 'findTemplate'>,
  { appId, push }: Pick<AudienceRow, 'appId' | 'push'>,
): Promise<TemplateRow[]> {
  const ids = push.choices?.map(({ templateId }) => templateId) ?? [push.templateId];
  const found = await Promise.all(ids.map((id) => catalog.findTemplate(appId, id)));
  return found.filter((template) => template !== null);
}
