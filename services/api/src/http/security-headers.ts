import helmet from 'helmet';
import type { RequestHandler } from 'express';

/**
 * helmet with a policy for what we serve: our own scripts only, nothing from other hosts, no framing.
 * `upgrade-insecure-requests` is left out: behind plain http it would break our own pages.
 */
export function createSecurityHeaders(given: { frameAncestors?: string } = {}): RequestHandler {
  const { frameAncestors = "'none'" } = given;
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        // The reference page and bull-board style their elements in place.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: [frameAncestors],
      },
    },
    crossOriginEmbedderPolicy: false,
    // Other hosts of the same domain are not ours to decide for.
    strictTransportSecurity: { maxAge: 31_536_000, includeSubDomains: false },
  });
}
