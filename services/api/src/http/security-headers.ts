import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet from 'helmet';
import type { Step } from './step.ts';

type Headers = [name: string, value: string | string[]][];

/** What helmet sets is the same for every request, so its twelve steps are taken once. */
function headersOf(step: ReturnType<typeof helmet>): Headers {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  // It calls on at once, and throws for a policy it does not take.
  step(request, response, (error?: unknown) => {
    if (error !== undefined) throw new Error('helmet refused the policy.', { cause: error });
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(value) : (value ?? ''),
  ]);
}

/**
 * helmet with a policy for what we serve: our own scripts only, nothing from other hosts, no framing.
 * `upgrade-insecure-requests` is left out: behind plain http it would break our own pages.
 */
export function createSecurityHeaders(given: { frameAncestors?: string } = {}): Step {
  const { frameAncestors = "'none'" } = given;
  const policy = helmet({
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
  const headers = headersOf(policy);
  return (_request, response, next) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    next();
  };
}
