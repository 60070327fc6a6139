import type { ErrorCode } from '@yuexin/errors';
import { z } from 'zod';
import { problemCatalog } from './problem-catalog.ts';

/** One fault of a request, as in `errors` of a problem. */
export const fieldProblemSchema = z.object({
  pointer: z.string().meta({
    description: 'JSON pointer into the body; `/query/…`, `/path/…` and `/header/…` for the rest.',
    example: '/data/thing1',
  }),
  rule: z.string(),
  message: z.string(),
  limit: z.union([z.number(), z.string()]).optional(),
  actual: z.union([z.number(), z.string()]).optional(),
});

/** RFC 9457, as every failure is answered. */
export const problemSchema = z
  .object({
    type: z.string().meta({ example: '/problems/invalid-request' }),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(Object.keys(problemCatalog) as [ErrorCode, ...ErrorCode[]]),
    requestId: z.string(),
    retryable: z
      .boolean()
      .meta({ description: 'The same request, sent again later, may succeed.' }),
    errors: z
      .array(fieldProblemSchema)
      .optional()
      .meta({ description: 'All problems of the input, not only the first.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457' });
