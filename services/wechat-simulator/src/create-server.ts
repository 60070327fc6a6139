import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer, type Logger } from '@yuexin/telemetry';
import express, { type Router } from 'express';
import { createProblemHandler, refuseUnknownPath } from './control/problem-handler.ts';
import { refuseForeignPages } from './control/refuse-foreign-pages.ts';

export type ServerParts = {
  front: (request: IncomingMessage, response: ServerResponse) => void;
  control: Router;
  phone: Router;
  logger: Logger;
};

const idleSocketMs = 65_000;

function createApp({ control, phone, logger }: ServerParts): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.get('/', (_request, response) => response.redirect('/_sim/phone'));
  app.get('/livez', (_request, response) => response.json({ status: 'ok' }));
  app.use('/_sim', refuseForeignPages);
  app.use('/_sim/phone', phone);
  app.use('/_sim', control);
  app.use(refuseUnknownPath);
  app.use(createProblemHandler(logger));
  return app;
}

/** WeChat's paths go the short way; ours, and a person's first look, through Express. */
const isOurs = (url: string): boolean =>
  url.startsWith('/_sim') || url === '/' || url === '/livez' || url.startsWith('/?');

/** The one port for WeChat's own paths, the control endpoints and the phone. */
export function createServer(parts: ServerParts) {
  const app = createApp(parts);
  const server = createHttpServer((request, response) => {
    if (isOurs(request.url ?? '/')) app(request, response);
    else parts.front(request, response);
  });
  server.keepAliveTimeout = idleSocketMs;
  return {
    /** Resolves to the port, once it listens. */
    listen: (host: string, port: number): Promise<number> =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
    /** Cuts what is open. */
    close: (): Promise<void> =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
