import { z } from 'zod';

/** An instant as answers and callbacks write it: RFC 3339 in UTC. */
export const shownInstant = z.iso.datetime().meta({ example: '2026-01-05T08:00:00.000Z' });

/** Why something is where it is. */
export const reasonSchema = z
  .object({
    code: z.string().meta({ example: 'no-grant' }),
    errcode: z.int().optional().meta({ description: 'WeChat’s, when it refused.' }),
    message: z.string(),
  })
  .meta({ id: 'Reason' });
