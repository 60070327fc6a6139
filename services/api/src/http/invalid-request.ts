import { AppError, type FieldProblem } from '@yuexin/errors';

/** One refusal that names everything. */
export function invalidRequest(problems: readonly FieldProblem[]): AppError {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  return new AppError('invalid-request', { message: `${count}: see \`errors\`.`, problems });
}
