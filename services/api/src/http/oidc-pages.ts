import { AppError } from '@yuexin/errors';
import type { Logger } from '@yuexin/telemetry';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import type { OidcProvider } from '../oidc/oidc-provider.ts';
import {
  clearPendingCookie,
  oidcPath,
  readPendingCookie,
  safeReturn,
  writePendingCookie,
} from '../oidc/pending-cookie.ts';
import type { SignInOperator } from '../use-cases/console/sign-in-operator.ts';
import { writeConsoleCookie } from './console-cookie.ts';
import { consoleLifetime } from './console-sessions.ts';
import { contextOf } from './request-context.ts';

export type OidcPagesDeps = {
  /** Null: operators sign in with keys alone, and these addresses are not there. */
  oidc: {
    provider: OidcProvider;
    signInOperator: SignInOperator;
    /** The service is reached by https, whoever ends it. */
    isSecure: boolean;
  } | null;
  rateLimit: RequestHandler;
  logger: Logger;
};

/** Why a sign-in failed, as the console's sign-in page reads it from its address. */
const problemOf = (error: unknown): string => {
  if (!(error instanceof AppError)) return 'failed';
  if (error.code === 'forbidden') return 'no-role';
  return error.code === 'unavailable' ? 'unavailable' : 'failed';
};

/**
 * The way to the OpenID provider and back: GET /v1/console/oidc/start?returnTo=/console/… and …/callback. A browser walks it, so that
 * every answer leads to a page; what failed is said there.
 */
export function createOidcPages({ oidc, rateLimit, logger }: OidcPagesDeps): Router {
  const router = Router();
  if (oidc === null) return router;
  const { provider, signInOperator, isSecure } = oidc;
  const walk =
    (
      path: string,
      step: (request: Request, response: Response) => Promise<string>,
    ): RequestHandler =>
    async (request, response) => {
      contextOf(response).route = path;
      response.setHeader('Cache-Control', 'no-store');
      try {
        response.redirect(303, await step(request, response));
      } catch (error) {
        logger.warn('a sign-in by the OpenID provider failed', { error });
        response.redirect(303, `/console/?signIn=${problemOf(error)}`);
      }
    };

  const start = `${oidcPath}/start`;
  router.get(
    start,
    rateLimit,
    walk(start, async (request, response) => {
      const { url, pending } = await provider.begin();
      const returnTo = safeReturn(request.query.returnTo);
      response.append(
        'Set-Cookie',
        writePendingCookie({ pending: { ...pending, returnTo }, isSecure }),
      );
      return url.href;
    }),
  );

  const callback = `${oidcPath}/callback`;
  router.get(
    callback,
    rateLimit,
    walk(callback, async (request, response) => {
      const pending = readPendingCookie(request.get('cookie'));
      response.append('Set-Cookie', clearPendingCookie);
      if (pending === null)
        throw new AppError('unauthenticated', { message: 'Nothing was begun in this browser.' });
      const { returnTo, ...known } = pending;
      const { searchParams } = new URL(request.originalUrl, 'http://here');
      const person = await provider.finish(searchParams, known);
      const { requestId } = contextOf(response);
      const { token } = await signInOperator({ person, requestId });
      const { lifeSeconds } = consoleLifetime;
      const cookie = writeConsoleCookie({ token, lifeSeconds, isSecure });
      response.append('Set-Cookie', cookie);
      return safeReturn(returnTo);
    }),
  );
  return router;
}
