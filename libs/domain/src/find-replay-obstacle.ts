import { policyForErrcode } from './errcodes/errcode-table.ts';
import { validateTemplateData, type DataProblem } from './template-data/validate-template-data.ts';
import type { TemplateKeyword } from './vocabulary.ts';

export type ReplayObstacle = {
  code: 'recipient-unknown' | 'template-unknown' | 'template-data-invalid';
  problems: DataProblem[];
};

/**
 * Why a dead push would only fail again: WeChat refused its user for good, or it does not go with the template as it is synced now. All
 * of it; null: nothing we know of.
 */
export function findReplayObstacle(input: {
  /** Of the refusal that it died of; null: it died of something else. */
  errcode?: number | null;
  data: unknown;
  template: { state: string; keywords: readonly TemplateKeyword[] } | null;
}): ReplayObstacle | null {
  const obstacles = [findRefusal(input.errcode ?? null), findMismatch(input)].flatMap(
    (obstacle) => obstacle ?? [],
  );
  const [first] = obstacles;
  if (first === undefined) return null;
  return { code: first.code, problems: obstacles.flatMap(({ problems }) => problems) };
}

function findRefusal(errcode: number | null): ReplayObstacle | null {
  if (errcode === null || policyForErrcode(errcode).isForGood !== true) return null;
  const message = 'was refused by WeChat for good';
  const problem = { pointer: '/to', rule: 'refused-for-good', message, actual: errcode };
  return { code: 'recipient-unknown', problems: [problem] };
}

function findMismatch(input: {
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
