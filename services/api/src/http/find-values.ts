import type { z } from 'zod';
import { pointerOf } from './problems-of-issues.ts';

/** A value of a request, and where it stands. */
export type PlacedValue<T> = { value: T; pointer: string };

/** More of a list than this is a problem of its own. */
const mostOfList = 1000;

/**
 * Every value at a place such as `[grants, *, templateId]` (`*`: each of a list) that is right in itself, of a body that may be wrong
 * elsewhere.
 */
export function findValues<T>(
  body: unknown,
  place: readonly string[],
  schema: z.ZodType<T>,
): PlacedValue<T>[] {
  return walk(body, place, []).flatMap(({ value, pointer }) => {
    const parsed = schema.safeParse(value);
    return parsed.success ? [{ value: parsed.data, pointer }] : [];
  });
}

function walk(
  value: unknown,
  [step, ...rest]: readonly string[],
  path: readonly PropertyKey[],
): PlacedValue<unknown>[] {
  if (step === undefined) return [{ value, pointer: pointerOf('', path) }];
  if (step === '*')
    return Array.isArray(value)
      ? value.slice(0, mostOfList).flatMap((item, at) => walk(item, rest, [...path, at]))
      : [];
  const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
  return isThere ? walk((value as Record<string, unknown>)[step], rest, [...path, step]) : [];
}
