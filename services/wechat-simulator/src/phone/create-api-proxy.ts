import { AppError } from '@yuexin/errors';
import express, { Router } from 'express';
import type { Outgoing } from '../create-outgoing.ts';

const timeoutMs = 15_000;
const passedHeaders = ['content-type', 'authorization', 'accept', 'idempotency-key'] as const;

/**
 * The phone plays the mini program too: its calls of `/v1/mp/…` are handed to the api, so that the page
 * needs no other origin. Nothing is added to them.
 */
export function createApiProxy(deps: { outgoing: Outgoing; apiUrl: string | null }): Router {
  const router = Router();
  router.use(express.raw({ type: () => true, limit: '256kb' }));
  router.use('/v1/mp', async (request, response) => {
    if (deps.apiUrl === null) {
      throw new AppError('unavailable', { message: 'This phone knows no api to call.' });
    }
    const url = new URL(`${deps.apiUrl}/v1/mp${request.url}`);
    if (!url.pathname.startsWith(new URL(`${deps.apiUrl}/v1/mp/`).pathname)) {
      throw new AppError('not-found', { message: 'Only /v1/mp is handed on.' });
    }
    const headers = passedHeaders.flatMap((name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    });
    const body: unknown = request.body;
    const answer = await deps.outgoing
      .request({
        method: request.method,
        url: url.href,
        headers: Object.fromEntries(headers) as Record<string, string>,
        body: Buffer.isBuffer(body) && body.length > 0 ? body : null,
        timeoutMs,
      })
      .catch((error: unknown) => {
        throw new AppError('unavailable', { message: 'The api does not answer.', cause: error });
      });
    response.status(answer.status);
    if (answer.contentType !== '') response.setHeader('content-type', answer.contentType);
    response.send(answer.body);
  });
  return router;
}
