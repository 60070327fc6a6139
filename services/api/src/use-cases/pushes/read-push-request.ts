import type { FieldProblem } from '@yuexin/errors';
import type { z } from 'zod';
import { problemsOfIssues } from '../../http/problems-of-issues.ts';
import { findUnstorableValues } from '../../http/read-json-body.ts';
import { openid, phone, templateId, unionid } from '../../routes/fields.schema.ts';
import { mostFallbacks, type CreatePushBody } from '../../routes/pushes/create-push.schema.ts';

export type PushRequest = {
  /** The fields that are right in themselves; all of them when there are no problems. */
  values: Partial<CreatePushBody>;
  /** The keywords as they came, when they came as an object. */
  data: Readonly<Record<string, unknown>> | null;
  /** Each fallback as it came, as far as it can be read. */
  fallback: readonly GivenChoice[];
  problems: FieldProblem[];
};

/** `templateId` null: it is wrong in itself. */
export type GivenChoice = { templateId: string | null; data: unknown };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a push field by field, so that what is right can be checked further even when something else is wrong:
 * one answer names everything. `schema` is the strict object of the whole.
 */
export function readPushRequest(body: unknown, schema: z.ZodObject): PushRequest {
  const given = isObject(body) ? body : {};
  const data = isObject(given.data) ? given.data : null;
  const fallback = Array.isArray(given.fallback)
    ? given.fallback.slice(0, mostFallbacks).map(readChoice)
    : [];
  const unstorable = findUnstorableValues(body);
  const whole = schema.safeParse(body, { reportInput: true });
  if (whole.success) return { values: whole.data, data, fallback, problems: unstorable };
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    if (!Object.hasOwn(given, name)) continue;
    const parsed = (field as z.ZodType).safeParse(given[name]);
    if (parsed.success) values[name] = parsed.data;
  }
  if (values.to === undefined && 'to' in schema.shape)
    Object.assign(values, readOneAddress(given.to));
  const problems = problemsOfIssues(whole.error.issues);
  const told = new Set(problems.map(({ pointer }) => pointer));
  return {
    values,
    data,
    fallback,
    problems: [...problems, ...unstorable.filter(({ pointer }) => !told.has(pointer))],
  };
}

function readChoice(choice: unknown): GivenChoice {
  if (!isObject(choice)) return { templateId: null, data: null };
  const { data = null } = choice;
  const parsed = templateId.safeParse(choice.templateId);
  return { templateId: parsed.success ? parsed.data : null, data };
}

const addresses = Object.entries({ openid, phone, unionid });

/** Who is meant by a recipient with something wrong beside its one good address. */
function readOneAddress(to: unknown): { to: CreatePushBody['to'] } | null {
  if (!isObject(to)) return null;
  const [first, ...others] = addresses.filter(([name]) => Object.hasOwn(to, name));
  if (first === undefined || others.length > 0) return null;
  const [name, schema] = first;
  const parsed = schema.safeParse(to[name]);
  return parsed.success ? { to: { [name]: parsed.data } } : null;
}
