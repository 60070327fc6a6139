import { AppError } from '@yuexin/errors';
import { Router, type RequestHandler, type Response } from 'express';
import type { LiveHub, LiveListener } from '../use-cases/console/create-live-hub.ts';
import { hasScope } from './caller.ts';
import type { ConsoleSessions } from './console-sessions.ts';
import { identifyOperator } from './identify-caller.ts';
import { contextOf } from './request-context.ts';

const path = '/v1/console/live';

/** A console that reads so slowly is left out until it has read what it was told. */
const mostUnreadBytes = 1_000_000;

const streamHeaders = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
};

export type LiveStreamDeps = {
  live: LiveHub;
  consoleSessions: Pick<ConsoleSessions, 'authenticate'>;
  rateLimit: RequestHandler;
};

/**
 * GET /v1/console/live: server-sent events for who is signed in. `stats`: the answer of GET /v1/stats, every two seconds; `alarms`:
 * the first page of GET /v1/alarms?state=open, when it is another, to who may read it; `beat`: the database does not answer, and the api is
 * there. Ends with the session, and when the process stops.
 */
export function createLiveStream({ live, consoleSessions, rateLimit }: LiveStreamDeps): Router {
  const router = Router();
  const identify: RequestHandler = async (request, response, next) => {
    const context = contextOf(response);
    context.route = path;
    // Opened again and again by a screen nobody looks at.
    context.caller = await identifyOperator(request, { consoleSessions }, { isAutomatic: true });
    next();
  };
  router.get(path, identify, rateLimit, (_request, response) => {
    const { caller } = contextOf(response);
    if (caller?.kind !== 'key' || caller.console === undefined) throw new Error('Nobody calls.');
    const listener = toListener(response, {
      sessionId: caller.console.id,
      appIds: caller.appIds,
      seesAlarms: hasScope(caller, 'operator'),
    });
    const leave = live.listen(listener);
    if (leave === null)
      throw new AppError('overloaded', { message: 'Too many consoles are open.' });
    response.once('close', leave);
  });
  return router;
}

function toListener(
  response: Response,
  of: Pick<LiveListener, 'sessionId' | 'appIds' | 'seesAlarms'>,
): LiveListener {
  let hasBegun = false;
  const write = (text: string): void => {
    if (response.writableEnded || response.writableLength > mostUnreadBytes) return;
    // Not before there is something to tell: a refusal has headers of its own.
    if (!hasBegun) response.status(200).set(streamHeaders);
    response.write(hasBegun ? text : `retry: 2000\n\n${text}`);
    hasBegun = true;
  };
  return {
    ...of,
    tell: (event, json) => write(`event: ${event}\ndata: ${json}\n\n`),
    beat: () => write('event: beat\ndata: {}\n\n'),
    end: () => {
      write('event: end\ndata: {}\n\n');
      response.end();
    },
  };
}
