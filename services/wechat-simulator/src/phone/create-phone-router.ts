import { fileURLToPath } from 'node:url';
import express, { Router } from 'express';
import type { Outgoing } from '../create-outgoing.ts';
import type { LiveFeed } from './create-live-feed.ts';
import { createApiProxy } from './create-api-proxy.ts';
import { createExampleRouter } from './create-example-router.ts';
import { openLiveStream } from './open-live-stream.ts';

export type PhoneDeps = {
  feed: LiveFeed;
  outgoing: Outgoing;
  phoneApi: { url: string | null; key: string | null };
};

const pageFolder = fileURLToPath(new URL('../../phone/', import.meta.url));

const securityHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

/** The page with a phone on it, under /_sim/phone. */
export function createPhoneRouter(deps: PhoneDeps): Router {
  const router = Router();
  router.use('/api', createApiProxy({ outgoing: deps.outgoing, apiUrl: deps.phoneApi.url }));
  router.use((_request, response, next) => {
    response.set(securityHeaders);
    next();
  });
  router.get('/config', (_request, response) => {
    response.json({ apiUrl: deps.phoneApi.url, apiKey: deps.phoneApi.key });
  });
  router.get('/stream', (request, response) => {
    openLiveStream(deps.feed, request, response);
  });
  router.use('/example', createExampleRouter());
  router.get('/', (_request, response) => {
    response.sendFile('index.html', { root: pageFolder, cacheControl: false });
  });
  router.use(express.static(pageFolder, { index: false, cacheControl: false, redirect: false }));
  return router;
}
