import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { AppError } from '@yuexin/errors';
import { Router, type Request, type RequestHandler, type Response } from 'express';
import { hasScope, type KeyCaller } from './caller.ts';
import { readConsoleCookie } from './console-cookie.ts';
import { identifyOperator, type IdentifyDeps } from './identify-caller.ts';
import { invalidRequest } from './invalid-request.ts';
import { contextOf } from './request-context.ts';
import { createSecurityHeaders } from './security-headers.ts';

const boardPath = '/console/queues';

type BoardQueue = ConstructorParameters<typeof BullMQAdapter>[0];

export type QueueBoardDeps = Pick<IdentifyDeps, 'keys' | 'consoleSessions'> & {
  listAppIds: () => Promise<readonly string[]>;
  /** BullMQ queues, one for each app, in the order of the ids. */
  queuesOf: (appIds: readonly string[]) => readonly unknown[];
};

/**
 * bull-board over every app's queue: read-only, for operators, who are signed in to the console or give the key as the password
 * of HTTP Basic. The console shows it in a frame.
 */
export function createQueueBoard(deps: QueueBoardDeps): Router {
  const adapter = new ExpressAdapter().setBasePath(boardPath);
  const board = createBullBoard({
    queues: [],
    serverAdapter: adapter,
    options: {
      uiConfig: { boardTitle: 'Yuexin', hideDocsLink: true, hideRedisDetails: true },
    },
  });

  const refresh: RequestHandler = async (_request, _response, next) => {
    const appIds = await deps.listAppIds();
    const queues = deps.queuesOf(appIds) as readonly BoardQueue[];
    board.replaceQueues(queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })));
    next();
  };

  const router = Router();
  router.use(
    boardPath,
    createSecurityHeaders({ frameAncestors: "'self'" }),
    refuseChanges,
    refuseMalformed,
    requireOperator(deps),
    refresh,
    adapter.getRouter() as RequestHandler,
  );
  return router;
}

/** bull-board's own read-only mode hides buttons; this refuses whatever they would have called. */
const refuseChanges: RequestHandler = (request, _response, next) => {
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  // bull-board would parse whatever body comes along with a GET, and fail in its own words.
  if (isReading) delete request.headers['content-type'];
  if (isReading) next();
  else next(new AppError('forbidden', { message: 'The queues are shown read-only.' }));
};

/** bull-board decodes what it is asked for once more than Express does, and answers 500 where that cannot be done. */
const refuseMalformed: RequestHandler = (request, _response, next) => {
  const texts = [request.path, ...Object.values(request.query).flat(), ...twiceDecoded(request)];
  if (!texts.every((text) => typeof text !== 'string' || isDecodable(text)))
    throw invalidRequest([
      { pointer: '', rule: 'encoding', message: 'holds a % that stands for no character' },
    ]);
  next();
};

const twiceDecoded = ({ path }: Request): string[] =>
  isDecodable(path) ? [decodeURIComponent(path)] : [];

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function requireOperator(deps: QueueBoardDeps): RequestHandler {
  return async (request, response, next) => {
    const context = contextOf(response);
    context.route = boardPath;
    const caller = await identify(request, response, deps);
    context.caller = caller;
    if (!hasScope(caller, 'operator') || caller.appIds !== null)
      throw new AppError('forbidden', {
        message: 'The queues are shown to a key with the scope operator that is bound to no app.',
      });
    next();
  };
}

/** Who has the console's cookie is never asked for a password: the console asks him to sign in. The board asks by itself every few seconds. */
async function identify(
  request: Request,
  response: Response,
  deps: QueueBoardDeps,
): Promise<KeyCaller> {
  const authorization = request.get('authorization');
  if (authorization === undefined && readConsoleCookie(request.get('cookie')) !== null)
    return identifyOperator(request, deps, { isAutomatic: request.path.startsWith('/api/') });
  response.setHeader('WWW-Authenticate', 'Basic realm="Yuexin queues", charset="UTF-8"');
  const caller = await deps.keys.authenticate(readKey(authorization), request.ip);
  response.removeHeader('WWW-Authenticate');
  return caller;
}

/** The key of `Bearer <key>` or of `Basic base64(<anything>:<key>)`. */
function readKey(header: string | undefined): string {
  const [, scheme, credentials] = /^(Bearer|Basic) +(\S+) *$/i.exec(header ?? '') ?? [];
  if (scheme !== undefined && credentials !== undefined) {
    if (scheme.toLowerCase() === 'bearer') return credentials;
    const [, ...password] = Buffer.from(credentials, 'base64').toString('utf8').split(':');
    if (password.length > 0) return password.join(':');
  }
  throw new AppError('unauthenticated', {
    message: 'Give an operator’s API key, as a bearer token or as the password.',
  });
}
