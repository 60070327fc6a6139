import type { FieldProblem } from '@yuexin/errors';
import { z } from 'zod';
import { instant } from '../routes/fields.schema.ts';
import { findValues } from './find-values.ts';

/** The problem with a field of a body that must lie ahead and does not. */
export const findPassed = (body: unknown, field: string, now: Date): FieldProblem[] =>
  findValues(body, [field], z.date().or(instant))
    .filter(({ value }) => value <= now)
    .map(({ pointer, value }) => ({
      ...{ pointer, rule: 'future', message: 'must lie ahead' },
      ...{ limit: now.toISOString(), actual: value.toISOString() },
    }));
