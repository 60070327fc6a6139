import { normaliseError } from '@yuexin/errors';

/**
 * What a main prints before it exits 1 because its configuration cannot be used: the sentence, then one line for each problem.
 * Takes anything thrown; ends with a newline; holds no secret.
 */
export function reportConfigProblems(thrown: unknown): string {
  const { message, problems } = normaliseError(thrown);
  return [message, ...problems.map((problem) => `  - ${problem.message}`), ''].join('\n');
}
