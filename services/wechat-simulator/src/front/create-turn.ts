import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from './apply-fault.ts';
import type { CallRecord } from './call-log.ts';

/** One request and what was answered to it. */
export type Turn = {
  record: CallRecord;
  /** Takes an openid in hand until the answer is written or the client is gone. */
  holdLane(lane: string): void;
  /** Writes the reply after `waitMs`; a hang writes nothing and lets go of the openid. */
  reply(reply: Reply, waitMs: number): void;
};

export type TurnDeps = {
  lanes: Set<string>;
  nowMs: () => number;
  onEnded: (record: CallRecord) => void;
};

type Exchange = { request: IncomingMessage; response: ServerResponse; record: CallRecord };

function write(exchange: Exchange, reply: Reply): void {
  const { request, response, record } = exchange;
  if (reply.kind === 'reset') {
    request.socket.resetAndDestroy();
    return;
  }
  if (reply.kind === 'hang' || response.destroyed) return;
  record.status = reply.status;
  record.errcode = reply.errcode;
  const bytes = Buffer.from(reply.body, 'utf8');
  response.writeHead(reply.status, {
    'content-type': reply.contentType,
    'content-length': bytes.length,
  });
  response.end(bytes);
}

export function createTurn(deps: TurnDeps, exchange: Exchange): Turn {
  const { record, response } = exchange;
  let lane: string | null = null;
  let timer: NodeJS.Timeout | null = null;
  const letGo = (): void => {
    if (lane !== null) deps.lanes.delete(lane);
    lane = null;
  };
  const end = (): void => {
    if (record.endedAt !== null) return;
    record.endedAt = deps.nowMs();
    deps.onEnded(record);
  };
  response.on('close', () => {
    letGo();
    if (timer !== null) clearTimeout(timer);
    record.isAborted = !response.writableFinished;
    end();
  });
  const writeNow = (reply: Reply): void => {
    letGo();
    write(exchange, reply);
    if (reply.kind === 'bytes') end();
  };
  return {
    record,
    holdLane: (held) => {
      lane = held;
    },
    reply: (reply, waitMs) => {
      if (waitMs > 0) timer = setTimeout(writeNow, waitMs, reply);
      // An openid stays in hand until all requests that have arrived are read: two in the same moment do overlap.
      else if (lane !== null) setImmediate(writeNow, reply);
      else writeNow(reply);
    },
  };
}
