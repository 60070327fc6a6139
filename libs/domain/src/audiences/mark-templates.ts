import type { TemplateKeyword } from '../vocabulary.ts';

/** A text that differs when the keywords of one of these templates do: whether a message still fits must be looked at again. */
export function markTemplates(
  templates: readonly { templateId: string; keywords: readonly TemplateKeyword[] }[],
): string {
  const marks = templates.map(({ templateId, keywords }) => [
    templateId,
    keywords.map(({ key, type, options }) => [key, type, options ?? null]),
  ]);
  return JSON.stringify(marks.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
