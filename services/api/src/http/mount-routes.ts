import type { RequestHandler, Router } from 'express';
import type { Guessable, Route } from './route.ts';
import { createRouteServer, type ServeDeps } from './serve-route.ts';

export type MountDeps = ServeDeps & {
  guessLimits: Readonly<Record<Guessable, RequestHandler>>;
};

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Puts every route of the table on the router. */
export function mountRoutes(router: Router, routes: readonly Route[], deps: MountDeps): void {
  for (const route of routes) {
    const server = createRouteServer(route, deps);
    const first: RequestHandler = async (request, response, next) => {
      await server.admit({ request, response });
      next();
    };
    const last: RequestHandler = async (request, response) => {
      await server.answer({ request, response, params: request.params, query: request.query });
    };
    const guessLimit = route.guessable === undefined ? [] : [deps.guessLimits[route.guessable]];
    router[route.method](expressPath(route.path), first, ...guessLimit, last);
  }
}
