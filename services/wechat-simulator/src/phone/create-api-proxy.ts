import { AppError } from '@yuexin/errors';
import express, { Router, type Request, type Response } from 'express';
import type { Outgoing } from '../create-outgoing.ts';

const timeoutMs = 15_000;
const handedOn = ['/v1/mp/', '/v1/pushes'] as const;
const passedHeaders = ['content-type', 'authorization', 'accept', 'idempotency-key'] as const;

/**
 * The phone plays the mini program too, and the platform behind it: its calls of `/v1/mp/…` and `POST /v1/pushes` are handed to the api,
 * so that the page needs no other origin. Nothing is added to them.
 */
export function createApiProxy(deps: { outgoing: Outgoing; apiUrl: string | null }): Router {
  const router = Router();
  const handOn = async (request: Request, response: Response, path: string): Promise<void> => {
    const { status, contentType, body } = await deps.outgoing
      .request({
        method: request.method,
        url: targetOf(deps.apiUrl, path),
        headers: passedOn(request),
        body: Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : null,
        timeoutMs,
      })
      .catch((error: unknown) => {
        throw new AppError('unavailable', { message: 'The api does not answer.', cause: error });
      });
    response.status(status);
    if (contentType !== '') response.setHeader('content-type', contentType);
    response.send(body);
  };
  router.use(express.raw({ type: () => true, limit: '256kb' }));
  router.use('/v1/mp', (request, response) => handOn(request, response, `/v1/mp${request.url}`));
  router.post('/v1/pushes', (request, response) => handOn(request, response, '/v1/pushes'));
  return router;
}

/** Dots and doubled slashes lead nowhere else. */
function targetOf(apiUrl: string | null, path: string): string {
  if (apiUrl === null) {
    throw new AppError('unavailable', { message: 'This phone knows no api to call.' });
  }
  const url = new URL(`${apiUrl}${path}`);
  const isWithin = handedOn.some((way) =>
    url.pathname.startsWith(new URL(`${apiUrl}${way}`).pathname),
  );
  if (isWithin) return url.href;
  throw new AppError('not-found', { message: 'Only /v1/mp and POST /v1/pushes are handed on.' });
}

function passedOn(request: Request): Record<string, string> {
  const headers = passedHeaders.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  return Object.fromEntries(headers) as Record<string, string>;
}
