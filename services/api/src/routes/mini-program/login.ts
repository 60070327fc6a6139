import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import type { LogIn } from '../../use-cases/users/log-in.ts';
import { appId } from '../fields.schema.ts';

const code = z.string().min(1).max(512);

const loginBody = z
  .strictObject({
    appId,
    code: code.meta({ description: 'Of wx.login: five minutes, once.' }),
    phoneCode: code.optional().meta({
      description: 'Of the phone button (getPhoneNumber): five minutes, once.',
    }),
  })
  .meta({ id: 'Login' });

const loginAnswer = z
  .object({
    sessionToken: z.string().meta({ description: 'For the other calls of a mini program.' }),
    expiresInSeconds: z.int(),
    openidRegistered: z.boolean().meta({
      description:
        'Whether the openid behind this login was registered here before: true when it was found, false when this login registered it.',
    }),
    phoneBound: z.boolean().meta({
      description: 'Whether a phone is bound to the openid now, by this login or an earlier one.',
    }),
  })
  .meta({ id: 'Session' });

/** POST /v1/mp/login */
export function loginRoute({ logIn }: { logIn: LogIn }): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/mp/login',
    deadlineMs: 60_000,
    operationId: 'login',
    tag: 'Mini program',
    summary: 'Log a user in, with their phone if given',
    description:
      'Finds or registers the openid behind the code and, with `phoneCode`, binds the phone to it. Pushes that waited for this phone are set going. The openid and the session_key are never sent to the client.',
    auth: { kind: 'none' },
    guessable: 'code',
    body: {
      schema: loginBody,
      example: { appId: 'wx0123456789abcdef', code: '0a3Xyz', phoneCode: '5f6Abc' },
    },
    replies: {
      200: {
        description: 'Logged in.',
        schema: loginAnswer,
        example: {
          sessionToken: 'eyJhbGciOiJIUzI1NiJ9.….…',
          expiresInSeconds: 86400,
          openidRegistered: true,
          phoneBound: true,
        },
      },
    },
    problems: ['login-code-invalid', 'wechat-refused'],
    handle: async ({ body }) => {
      const { appId: app, code: loginCode, phoneCode = null } = body;
      const answer = await logIn({ appId: app, code: loginCode, phoneCode });
      return { status: 200, json: answer, headers: { 'Cache-Control': 'no-store' } };
    },
  });
}
