import { parseArgs } from 'node:util';
import { AppError, type FieldProblem } from '@yuexin/errors';

export type DoctorOptions = {
  isJson: boolean;
  /** Base URLs of processes that should be ready. */
  apiUrls: readonly string[];
  workerUrls: readonly string[];
};

/**
 * `[--json] [--api http://api:3000]… [--worker http://worker:3001]…`.
 * @throws AppError `invalid-request` naming every wrong option.
 */
export function readDoctorOptions(args: readonly string[]): DoctorOptions {
  const { json = false, api = [], worker = [] } = parse(args);
  const problems = [
    ...api.flatMap((url) => problemsOf('api', url)),
    ...worker.flatMap((url) => problemsOf('worker', url)),
  ];
  if (problems.length > 0) throw invalid(problems);
  return { isJson: json, apiUrls: api, workerUrls: worker };
}

function parse(args: readonly string[]) {
  const urls = { type: 'string', multiple: true } as const;
  const options = { json: { type: 'boolean' }, api: urls, worker: urls } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw invalid([{ pointer: '', rule: 'unknown', message: (error as Error).message }]);
  }
}

function problemsOf(name: string, url: string): FieldProblem[] {
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return [];
  const message = `--${name} must be a URL such as http://localhost:3000; it is "${url}".`;
  return [{ pointer: `/${name}`, rule: 'format', message }];
}

function invalid(problems: readonly FieldProblem[]): AppError {
  const message = problems.map((problem) => problem.message).join('\n');
  return new AppError('invalid-request', { message, problems });
}
