export { AppError, type AppErrorOptions, type FieldProblem } from './app-error.ts';
export { errorKindOfCode, errorKinds, type ErrorCode, type ErrorKind } from './error-code.ts';
export { normaliseError } from './normalise-error.ts';
