import { validateTemplateData } from '@yuexin/domain';
import { AppError, type ErrorCode, type FieldProblem } from '@yuexin/errors';
import type { AppRow, TemplateRow } from '@yuexin/storage';
import type { PushRequest } from './read-push-request.ts';

/** A problem and the code it would have alone. */
export type Finding = { code: ErrorCode; problem: FieldProblem };

/** When several kinds are wrong at once, the first of these names the answer; all are listed. */
const severity = [
  'invalid-request',
  'template-unknown',
  'recipient-unknown',
  'template-data-invalid',
] as const satisfies readonly ErrorCode[];

const messages: Record<(typeof severity)[number], string> = {
  'invalid-request': 'The push is not valid',
  'template-unknown': 'The app has no such template',
  'recipient-unknown': 'Nobody has logged in with this address',
  'template-data-invalid': 'The data does not fit the template',
};

/** One refusal that names everything; null when there is nothing to refuse. */
export function refusalOf(findings: readonly Finding[]): AppError | null {
  const code = severity.find((one) => findings.some((finding) => finding.code === one));
  if (code === undefined) return null;
  const problems = findings.map((finding) => finding.problem);
  const more = problems.length > 1 ? ` (${problems.length} problems)` : '';
  return new AppError(code, { message: `${messages[code]}${more}: see \`errors\`.`, problems });
}

/** What app and template say about a request, as far as its fields are right in themselves. */
export function checkAgainstApp(input: {
  request: PushRequest;
  app: AppRow | null;
  template: TemplateRow | null;
}): Finding[] {
  const { request, app, template } = input;
  const { appId, templateId } = request.values;
  const findings: Finding[] = request.problems.map((problem) => ({
    code: 'invalid-request',
    problem,
  }));
  if (appId !== undefined && app === null)
    findings.push({
      code: 'invalid-request',
      problem: { pointer: '/appId', rule: 'known-app', message: 'is no app of yours' },
    });
  if (app !== null && templateId !== undefined)
    findings.push(...checkTemplate(template, '/templateId'));
  if (template !== null && request.data !== null) {
    const told = new Set(request.problems.map((problem) => problem.pointer));
    findings.push(...checkData({ data: request.data, template, pointer: '', told }));
  }
  return findings;
}

/**
 * The template's rules on the data as it came; what was told of a value already is not told twice. A keyword that the
 * template has not is let pass and left out: WeChat seems to ignore it (uncertain, wechat-facts 3.3).
 */
export function checkData(input: {
  data: unknown;
  template: TemplateRow;
  /** Of what the data is a member of. */
  pointer: string;
  told: ReadonlySet<string>;
}): Finding[] {
  const { data, template, told } = input;
  const result = validateTemplateData({ data, keywords: template.keywords });
  return (result.ok ? [] : result.problems)
    .map((problem) => ({ ...problem, pointer: `${input.pointer}${problem.pointer}` }))
    .filter((problem) => !told.has(problem.pointer))
    .map((problem) => ({ code: 'template-data-invalid', problem }));
}

export function checkTemplate(template: TemplateRow | null, pointer: string): Finding[] {
  if (template !== null && template.state !== 'removed') return [];
  const problem: FieldProblem =
    template === null
      ? {
          pointer,
          rule: 'known-template',
          message: 'is no template of this app; sync the templates',
        }
      : { pointer, rule: 'removed', message: 'was removed from the app in WeChat’s console' };
  return [{ code: 'template-unknown', problem }];
}
