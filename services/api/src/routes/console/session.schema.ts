import { shownInstant } from '@yuexin/callbacks';
import { z } from 'zod';
import { roles, scopes } from '../../http/caller.ts';

export const signInBody = z
  .strictObject({
    key: z
      .string()
      .min(1)
      .max(512)
      .meta({ description: 'An API key with scope `operator`, `admin` or `push:read`.' }),
  })
  .meta({ id: 'SignIn' });

export const signInExample = { key: 'yx_zq9T0mJb6cWv5nL1kR8sXfYhGdPaUeIoKtNyQwCrVbM' };

export const shownSession = z
  .object({
    role: z.enum(roles),
    caller: z.object({
      id: z.string().meta({ description: 'Its name in the audit, without `key:`.' }),
      name: z.string(),
    }),
    scopes: z
      .array(z.enum(scopes))
      .meta({ description: 'With those they bring along; `admin` alone stands for all.' }),
    seesAllApps: z.boolean().meta({ description: 'Those of tomorrow as well.' }),
    apps: z
      .array(z.object({ appId: z.string(), name: z.string() }))
      .meta({ description: 'The apps the key may know of, oldest first.' }),
    csrfToken: z
      .string()
      .meta({ description: 'Goes into `X-CSRF-Token` of whatever is not GET or HEAD.' }),
    expiresAt: shownInstant.meta({
      description:
        'At the latest; sooner when the key ends, or after two hours without a call of somebody’s own.',
    }),
  })
  .meta({ id: 'ConsoleSession' });

export const shownSessionExample = {
  role: 'operator',
  caller: { id: 'key_019b8c5e-3f50-7a31-9d52-5c1a7c0f8e21', name: 'Night shift' },
  ...{ scopes: ['operator', 'push:read'], seesAllApps: true },
  apps: [{ appId: 'wx0123456789abcdef', name: 'Freight' }],
  csrfToken: 'dGhpcyBpcyBhbiBleGFtcGxlIG9mIGEgdG9rZW4hISE',
  expiresAt: '2026-01-05T20:00:00.000Z',
};
