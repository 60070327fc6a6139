import type { Storage } from '@yuexin/storage';
import { actorOf } from '../../http/caller.ts';
import { clearConsoleCookie, writeConsoleCookie } from '../../http/console-cookie.ts';
import { consoleLifetime } from '../../http/console-sessions.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { presentConsoleSession } from '../../presenters/present-console-session.ts';
import type { SignIn } from '../../use-cases/console/sign-in.ts';
import type { PerformAction } from '../../use-cases/operators/perform-action.ts';
import { shownSession, shownSessionExample, signInBody, signInExample } from './session.schema.ts';

type Deps = { storage: { apps: Pick<Storage['apps'], 'list'> } };

/** POST /v1/console/session */
export function signInRoute({ signIn, storage }: Deps & { signIn: SignIn }): Route {
  return defineRoute({
    method: 'post',
    path: '/v1/console/session',
    operationId: 'signIn',
    tag: 'Console',
    summary: 'Sign in to the console',
    description:
      'Exchanges a key for a cookie that authenticates every call as the key would, for twelve hours at most; whatever is not GET or HEAD needs the `csrfToken` beside it. A call with the header `X-Unattended` does not keep the session from lying unused. An address that sends ten wrong keys in a minute waits.',
    auth: { kind: 'none' },
    guessable: 'key',
    body: { schema: signInBody, example: signInExample },
    replies: {
      201: {
        description: 'Signed in.',
        schema: shownSession,
        example: shownSessionExample,
        headers: { 'Set-Cookie': 'The session: HttpOnly, SameSite=Strict, Secure over https.' },
      },
    },
    problems: ['unauthenticated', 'forbidden'],
    handle: async ({ body, requestId, isSecure, address }) => {
      const { token, caller } = await signIn({ key: body.key, requestId, address });
      const { lifeSeconds } = consoleLifetime;
      return {
        status: 201,
        json: presentConsoleSession(caller, await storage.apps.list()),
        headers: { 'Set-Cookie': writeConsoleCookie({ token, lifeSeconds, isSecure }) },
      };
    },
  });
}

/** GET /v1/console/session */
export function getSessionRoute({ storage }: Deps): Route {
  return defineRoute({
    method: 'get',
    path: '/v1/console/session',
    operationId: 'getConsoleSession',
    tag: 'Console',
    summary: 'Who is signed in to the console',
    auth: { kind: 'console' },
    replies: {
      200: { description: 'The session.', schema: shownSession, example: shownSessionExample },
    },
    problems: [],
    handle: async ({ caller }) => ({
      status: 200,
      json: presentConsoleSession(caller, await storage.apps.list()),
    }),
  });
}

/** DELETE /v1/console/session */
export function signOutRoute({ performAction }: { performAction: PerformAction }): Route {
  return defineRoute({
    method: 'delete',
    path: '/v1/console/session',
    operationId: 'signOut',
    tag: 'Console',
    summary: 'Sign out of the console',
    auth: { kind: 'console' },
    replies: {
      204: {
        description: 'Signed out.',
        headers: { 'Set-Cookie': 'Takes the cookie back.' },
      },
    },
    problems: [],
    handle: async ({ caller, requestId }) => {
      const { id } = caller.console;
      await performAction({ caller, requestId }, async ({ consoleSessions }) => {
        await consoleSessions.end(id);
        const action = { action: 'console.sign-out', target: actorOf(caller) };
        return { result: undefined, action };
      });
      return { status: 204, isEmpty: true, headers: { 'Set-Cookie': clearConsoleCookie() } };
    },
  });
}
