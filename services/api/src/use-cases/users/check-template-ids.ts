import { AppError, type FieldProblem } from '@yuexin/errors';
import type { TemplateRow } from '@yuexin/storage';
import type { AppCatalog } from '../apps/app-catalog.ts';

/** Throws `template-unknown` naming every template the app does not have; resolves to the ones it has. */
export async function checkTemplateIds(
  catalog: Pick<AppCatalog, 'findTemplate'>,
  appId: string,
  named: readonly { templateId: string; pointer: string }[],
): Promise<Map<string, TemplateRow>> {
  const found = new Map<string, TemplateRow>();
  const problems: FieldProblem[] = [];
  for (const { templateId, pointer } of named) {
    const template = found.get(templateId) ?? (await catalog.findTemplate(appId, templateId));
    if (template === null || template.state === 'removed')
      problems.push({ pointer, rule: 'known-template', message: 'is no template of this app' });
    else found.set(templateId, template);
  }
  if (problems.length === 0) return found;
  throw new AppError('template-unknown', {
    message: 'The app has no such template: see `errors`.',
    problems,
  });
}
