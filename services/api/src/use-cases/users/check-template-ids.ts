import { AppError, type FieldProblem } from '@yuexin/errors';
import type { PlacedValue } from '../../http/find-values.ts';
import type { AppCatalog } from '../apps/app-catalog.ts';

type Named = readonly PlacedValue<string>[];

/** Throws `template-unknown` naming every template the app does not have. */
export async function checkTemplateIds(
  catalog: Pick<AppCatalog, 'findTemplate'>,
  appId: string,
  named: Named,
): Promise<void> {
  const problems = await findUnknownTemplates(catalog, appId, named);
  if (problems.length > 0)
    throw new AppError('template-unknown', { message: unknownTemplate, problems });
}

export const unknownTemplate = 'The app has no such template: see `errors`.';

/** Every template that the app does not have, or has no longer. */
export async function findUnknownTemplates(
  catalog: Pick<AppCatalog, 'findTemplate'>,
  appId: string,
  named: Named,
): Promise<FieldProblem[]> {
  const isKnown = new Map<string, boolean>();
  const problems: FieldProblem[] = [];
  for (const { value: templateId, pointer } of named) {
    if (!isKnown.has(templateId)) {
      const template = await catalog.findTemplate(appId, templateId);
      isKnown.set(templateId, template !== null && template.state !== 'removed');
    }
    if (isKnown.get(templateId) !== true)
      problems.push({ pointer, rule: 'known-template', message: 'is no template of this app' });
  }
  return problems;
}
