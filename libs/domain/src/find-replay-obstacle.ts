import { validateTemplateData, type DataProblem } from './template-data/validate-template-data.ts';
import type { TemplateKeyword } from './vocabulary.ts';

export type ReplayObstacle = {
  code: 'template-unknown' | 'template-data-invalid';
  problems: DataProblem[];
};

/** Why a dead push would only fail again with the template as it is synced now; null: nothing we know of. */
export function findReplayObstacle(input: {
  data: unknown;
  template: { state: string; keywords: readonly TemplateKeyword[] } | null;
}): ReplayObstacle | null {
  const { data, template } = input;
  if (template === null || template.state === 'removed') {
    const message = 'was removed from the app in WeChat’s console';
    const problem = { pointer: '/templateId', rule: 'removed', message };
    return { code: 'template-unknown', problems: [problem] };
  }
  const checked = validateTemplateData({ data, keywords: template.keywords });
  return checked.ok ? null : { code: 'template-data-invalid', problems: checked.problems };
}
