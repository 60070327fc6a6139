import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AppError } from '@yuexin/errors';
import compression from 'compression';
import express, { Router, type RequestHandler, type Response } from 'express';
import { contextOf } from './request-context.ts';
import { unbuiltConsolePage } from './unbuilt-console-page.ts';

/** Where `npm run build` puts the console; the same seen from src and from dist. */
export const consoleDirectory = fileURLToPath(new URL('../../../console/dist/', import.meta.url));

const noncePlace = '__CSP_NONCE__';

/** Our own scripts and styles and nothing else; style tags that antd writes carry the nonce of their page. */
const policyWith = (nonce: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/**
 * The console at /console: the built files, and index.html for every other address below it, which is read anew each time, as
 * it may be built while we run. Not /console/queues. Serves before the database does: the pages say themselves what is missing.
 */
export function createConsolePages({ directory }: { directory: string }): Router {
  const files = express.static(directory, {
    index: false,
    redirect: false,
    setHeaders: (response, path) => {
      const isHashed = path.startsWith(join(directory, 'assets'));
      const life = isHashed ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('Cache-Control', life);
    },
  });
  const router = Router();
  const compress: RequestHandler = compression();
  router.use('/console', skipQueues, label, compress, sendIndexItself(directory), files);
  router.get(['/console', '/console/{*path}'], async (request, response, next) => {
    if (isOfQueues(request.path.slice('/console'.length))) {
      next();
      return;
    }
    if (request.path.startsWith('/console/assets/'))
      throw new AppError('not-found', { message: 'The console has no such file.' });
    await sendIndex(response, directory);
  });
  return router;
}

const isOfQueues = (path: string): boolean => /^\/queues(\/|$)/.test(path);

const skipQueues: RequestHandler = (request, _response, next) => {
  next(isOfQueues(request.path) ? 'router' : undefined);
};

const label: RequestHandler = (_request, response, next) => {
  contextOf(response).route = '/console';
  next();
};

/** Under its own name it is a page like any other, not a file without a nonce. */
function sendIndexItself(directory: string): RequestHandler {
  return async (request, response, next) => {
    if (request.path === '/index.html') await sendIndex(response, directory);
    else next();
  };
}

async function sendIndex(response: Response, directory: string): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  const html = await readIndex(directory);
  const nonce = randomBytes(16).toString('base64');
  response.setHeader('Content-Security-Policy', policyWith(nonce));
  response.type('html');
  if (html === null) {
    const page = unbuiltConsolePage.replaceAll(noncePlace, nonce);
    response.status(503).setHeader('Retry-After', '5').send(page);
  } else response.send(html.replaceAll(noncePlace, nonce));
}

/** Null while it is not built, or just being written. */
async function readIndex(directory: string): Promise<string | null> {
  try {
    return await readFile(join(directory, 'index.html'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
