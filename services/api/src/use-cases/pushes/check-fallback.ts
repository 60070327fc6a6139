import type { PushChoice, TemplateRow } from '@yuexin/storage';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { checkData, checkTemplate, type Finding } from './check-push-request.ts';
import { keepKeywords } from './new-push.ts';
import type { PushRequest } from './read-push-request.ts';

/**
 * Every fallback of a push, checked as its own template and data are, as far as it can be read. `fallback`: the choices after the
 * first, what their templates have no place for left out, and `templates`: theirs; only good when there are no findings.
 */
export async function checkFallback(
  catalog: Pick<AppCatalog, 'findTemplate'>,
  appId: string,
  { values, fallback: given, problems }: PushRequest,
): Promise<{ fallback: PushChoice[]; templates: TemplateRow[]; findings: Finding[] }> {
  const taken = new Set([values.templateId]);
  const told = new Set(problems.map(({ pointer }) => pointer));
  const findings: Finding[] = [];
  const choices: PushChoice[] = [];
  const templates: TemplateRow[] = [];
  if (told.has('/fallback')) return { fallback: choices, templates, findings };
  for (const [index, { templateId, data }] of given.entries()) {
    if (templateId === null) continue;
    const pointer = `/fallback/${index}`;
    const template = await catalog.findTemplate(appId, templateId);
    findings.push(...checkTemplate(template, `${pointer}/templateId`));
    if (taken.has(templateId)) findings.push(sameTemplate(`${pointer}/templateId`));
    taken.add(templateId);
    if (template === null || told.has(`${pointer}/data`)) continue;
    findings.push(...checkData({ data, template, pointer, told }));
    const parsed = values.fallback?.[index]?.data;
    if (parsed === undefined) continue;
    choices.push({ templateId, data: keepKeywords(parsed, template) });
    templates.push(template);
  }
  return { fallback: choices, templates, findings };
}

const sameTemplate = (pointer: string): Finding => ({
  code: 'invalid-request',
  problem: {
    ...{ pointer, rule: 'distinct' },
    message: 'is the template of the push itself, or of a fallback before this one',
  },
});
