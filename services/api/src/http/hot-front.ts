import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'node:querystring';
import type { AnswerFailure } from './error-handler.ts';
import type { Route } from './route.ts';
import { createRouteServer, type ServeDeps } from './serve-route.ts';
import { takeSteps, type Step } from './step.ts';

export type HotFrontDeps = ServeDeps & {
  routes: readonly Route[];
  /** What every request passes first; Express takes the same. */
  steps: readonly Step[];
  answerFailure: AnswerFailure;
};

/** Answers a request and says so, or leaves it alone. */
export type HotFront = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The routes that are asked a thousand times a second, answered without Express (ADR 0035). Only what names such a route to the
 * letter: another method, a slash at the end, an escape in the path and the like are Express's to understand.
 */
export function createHotFront(deps: HotFrontDeps): HotFront {
  const { steps, answerFailure } = deps;
  const hot = deps.routes
    .filter((route) => route.isHot === true)
    .map((route) => {
      if (route.guessable !== undefined)
        throw new Error(`${route.operationId} cannot be hot: guesses are limited by Express.`);
      return {
        method: route.method.toUpperCase(),
        target: targetOf(route.path),
        server: createRouteServer(route, deps),
      };
    });

  return (request, response) => {
    const { method, url = '' } = request;
    for (const { method: wanted, target, server } of hot) {
      const found = method === wanted ? target.exec(url) : null;
      if (found === null) continue;
      const { query, ...params } = found.groups ?? {};
      const call = { request, response, params, query: parse(query ?? '') };
      const serve = (): void => {
        server
          .admit(call)
          .then(() => server.answer(call))
          .catch((error: unknown) => {
            if (!answerFailure(response, error)) response.destroy();
          });
      };
      takeSteps({ steps, request, response, then: serve });
      return true;
    }
    return false;
  };
}

/** Ids without escapes; a query without what ends it. */
function targetOf(path: string): RegExp {
  const pattern = path.replace(/\{(\w+)\}/g, '(?<$1>[\\w-]+)');
  return new RegExp(`^${pattern}(?:\\?(?<query>[!-"$-~]*))?$`);
}
