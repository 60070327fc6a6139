import type { FieldProblem } from '@yuexin/errors';
import type { z } from 'zod';
import { problemsOfIssues } from '../../http/problems-of-issues.ts';
import { findUnstorableValues } from '../../http/read-json-body.ts';
import type { CreatePushBody } from '../../routes/pushes/create-push.schema.ts';

export type PushRequest = {
  /** The fields that are right in themselves; all of them when there are no problems. */
  values: Partial<CreatePushBody>;
  /** The keywords as they came, when they came as an object. */
  data: Readonly<Record<string, unknown>> | null;
  /** The data of each fallback, likewise. */
  fallbackData: readonly unknown[];
  problems: FieldProblem[];
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a push field by field, so that what is right can be checked further even when something else is wrong:
 * one answer names everything. `schema` is the strict object of the whole.
 */
export function readPushRequest(body: unknown, schema: z.ZodObject): PushRequest {
  const given = isObject(body) ? body : {};
  const data = isObject(given.data) ? given.data : null;
  const fallbackData = Array.isArray(given.fallback)
    ? given.fallback.map((choice: unknown) => (isObject(choice) ? choice.data : null))
    : [];
  const unstorable = findUnstorableValues(body);
  const whole = schema.safeParse(body, { reportInput: true });
  if (whole.success) return { values: whole.data, data, fallbackData, problems: unstorable };
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    if (!Object.hasOwn(given, name)) continue;
    const parsed = (field as z.ZodType).safeParse(given[name]);
    if (parsed.success) values[name] = parsed.data;
  }
  const problems = problemsOfIssues(whole.error.issues);
  const told = new Set(problems.map(({ pointer }) => pointer));
  return {
    values,
    data,
    fallbackData,
    problems: [...problems, ...unstorable.filter(({ pointer }) => !told.has(pointer))],
  };
}
