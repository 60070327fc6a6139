import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';

const shown = z
  .object({
    oidc: z
      .object({
        name: z.string(),
        startUrl: z.string().meta({
          description: 'Where a browser goes; `returnTo` names the page to come back to.',
        }),
      })
      .nullable()
      .meta({ description: 'Null: keys alone.' }),
  })
  .meta({ id: 'SignInOptions' });

/** GET /v1/console/sign-in-options */
export function signInOptionsRoute({ oidcName }: { oidcName: string | null }): Route {
  const oidc = oidcName === null ? null : { name: oidcName, startUrl: '/v1/console/oidc/start' };
  return defineRoute({
    method: 'get',
    path: '/v1/console/sign-in-options',
    operationId: 'listSignInOptions',
    tag: 'Console',
    summary: 'How one may sign in to the console',
    auth: { kind: 'none' },
    replies: {
      200: {
        description: 'The ways.',
        schema: shown,
        example: { oidc: { name: 'SSO', startUrl: '/v1/console/oidc/start' } },
      },
    },
    problems: [],
    handle: () => Promise.resolve({ status: 200, json: { oidc } }),
  });
}
