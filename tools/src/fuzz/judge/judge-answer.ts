import type { FuzzOperation } from '../doors/fuzz-operation.ts';
import type { RawAnswer } from '../wire/raw-answer.ts';

/** What is wrong with an answer; `excused`: a 5xx that says it is WeChat's refusal, or that the service is too busy now. */
export type Verdict = { faults: string[]; isExcused: boolean };

/** Set only by what is really answered there. */
type Problem = {
  type?: unknown;
  title?: unknown;
  status?: unknown;
  detail?: unknown;
  code?: unknown;
  errors?: unknown;
};

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** WeChat's paths, where its own errcodes are the answer. */
const isWechats = ({ door, path }: FuzzOperation): boolean =>
  door === 'simulator' && !path.startsWith('/_sim');

/** Every refusal is a problem document that says what is wrong; nothing is 5xx but what is excused. */
export function judgeAnswer(input: {
  operation: FuzzOperation;
  answer: RawAnswer;
  isHead: boolean;
  target: string;
}): Verdict {
  const { operation, answer, isHead, target } = input;
  const { status } = answer;
  if (status < 200 || status > 599)
    return { faults: ['is no HTTP answer we know'], isExcused: false };
  if (status < 400) return { faults: [], isExcused: false };
  if (isWechats(operation) || (operation.door === 'simulator' && !target.startsWith('/_sim')))
    return { faults: status >= 500 ? [`answered ${status}`] : [], isExcused: false };
  const problem = isHead ? null : readProblem(answer);
  if (status >= 500 && !isExcused(answer, problem))
    return { faults: [`answered ${status}`], isExcused: false };
  // bull-board's own page reads its refusals, and wants them in its own form.
  if (problem === null && isBoards(target, answer)) return { faults: [], isExcused: false };
  const faults = isHead ? [] : faultsOf(problem, answer);
  return { faults, isExcused: status >= 500 };
}

const isBoards = (target: string, { status, body }: RawAnswer): boolean =>
  target.startsWith('/console/queues/api/') &&
  status < 500 &&
  body.toString().startsWith('{"error"');

function readProblem(answer: RawAnswer): Problem | null {
  if (answer.headers.get('content-type')?.startsWith('application/problem+json') !== true)
    return null;
  try {
    return JSON.parse(answer.body.toString('utf8')) as Problem;
  } catch {
    // Not JSON: no problem document, which is the fault that is told.
    return null;
  }
}

function isExcused({ status, headers }: RawAnswer, problem: Problem | null): boolean {
  if (status === 502) return problem?.code === 'wechat-refused';
  return status === 503 && headers.has('retry-after');
}

function faultsOf(problem: Problem | null, answer: RawAnswer): string[] {
  if (problem === null) return [`answered ${answer.status} without a problem document`];
  const faults: string[] = [];
  for (const name of ['type', 'title', 'detail', 'code'] as const)
    if (!isText(problem[name])) faults.push(`the problem has no ${name}`);
  if (problem.status !== answer.status) faults.push('the problem has another status');
  const { errors } = problem;
  if (problem.code === 'invalid-request' && !hasErrors(errors))
    faults.push('the problem does not say what is wrong');
  return faults;
}

function hasErrors(errors: unknown): boolean {
  if (!Array.isArray(errors) || errors.length === 0) return false;
  return (errors as Record<string, unknown>[]).every(
    ({ pointer, rule, message }) => typeof pointer === 'string' && isText(rule) && isText(message),
  );
}
