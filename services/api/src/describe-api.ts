import { createOpenApiDocument } from './http/openapi.ts';
import { createRoutes, type RouteDeps } from './routes/create-routes.ts';

/** Nothing is asked of it: no route is called. */
const uncalled: RouteDeps = new Proxy(() => undefined, {
  get: () => uncalled,
}) as unknown as RouteDeps;

/**
 * The OpenAPI 3.1 document as `/openapi.json` serves it, without a running api: for what is generated from it.
 * `publicUrl` is the address its examples name.
 */
export function describeApi({
  version = '0.1.0',
  publicUrl = 'http://localhost:3000',
}: { version?: string; publicUrl?: string } = {}): object {
  return createOpenApiDocument({ routes: createRoutes(uncalled), version, publicUrl });
}
