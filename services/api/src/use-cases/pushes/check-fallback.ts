import type { PushChoice } from '@yuexin/storage';
import type { AppCatalog } from '../apps/app-catalog.ts';
import { checkData, checkTemplate, type Finding } from './check-push-request.ts';
import { keepKeywords } from './new-push.ts';
import type { PushRequest } from './read-push-request.ts';

/**
 * Every fallback of a push, checked as its own template and data are. `fallback`: the choices after the first, what their templates
 * have no place for left out; only good when there are no findings.
 */
export async function checkFallback(
  catalog: Pick<AppCatalog, 'findTemplate'>,
  appId: string,
  { values: { templateId, fallback = [] }, fallbackData }: PushRequest,
): Promise<{ fallback: PushChoice[]; findings: Finding[] }> {
  const taken = new Set([templateId]);
  const findings: Finding[] = [];
  const choices: PushChoice[] = [];
  for (const [index, choice] of fallback.entries()) {
    const pointer = `/fallback/${index}`;
    const template = await catalog.findTemplate(appId, choice.templateId);
    findings.push(...checkTemplate(template, `${pointer}/templateId`));
    if (taken.has(choice.templateId)) findings.push(sameTemplate(`${pointer}/templateId`));
    taken.add(choice.templateId);
    if (template === null) continue;
    findings.push(...checkData({ data: fallbackData[index], template, pointer, told: new Set() }));
    choices.push({ templateId: choice.templateId, data: keepKeywords(choice.data, template) });
  }
  return { fallback: choices, findings };
}

const sameTemplate = (pointer: string): Finding => ({
  code: 'invalid-request',
  problem: {
    ...{ pointer, rule: 'distinct' },
    message: 'is the template of the push itself, or of a fallback before this one',
  },
});
