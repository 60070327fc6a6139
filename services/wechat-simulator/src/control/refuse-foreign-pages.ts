import { AppError } from '@yuexin/errors';
import type { RequestHandler } from 'express';

const hostOf = (origin: string): string | null =>
  URL.canParse(origin) ? new URL(origin).host : null;

/** The control endpoints have no password, so a page of another site that a browser has open must not reach them. */
export const refuseForeignPages: RequestHandler = (request, _response, next) => {
  const { origin, host } = request.headers;
  if (origin === undefined || hostOf(origin) === host) {
    next();
    return;
  }
  throw new AppError('forbidden', { message: 'Only pages of the simulator itself may call this.' });
};
