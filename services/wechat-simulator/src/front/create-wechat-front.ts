import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultBook } from '../faults/fault-book.ts';
import type { Answer } from './answer.ts';
import { answerCall, type AnswerDeps, type ReadCall } from './answer-call.ts';
import { applyFault, isCommitting, replyWith } from './apply-fault.ts';
import type { CallLog, CallRecord } from './call-log.ts';
import { createTurn, type Turn } from './create-turn.ts';
import {
  isWithoutLength,
  parseJsonBody,
  type ReadBody,
  readRequestBody,
  splitUrl,
} from './read-request.ts';

export type FrontDeps = AnswerDeps & {
  calls: CallLog;
  faults: FaultBook;
  clock: { now(): Date };
  onEnded: (record: CallRecord) => void;
};

const asText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Whose call it is, as far as can be told before it is judged: for the log and for faults. */
function identify(
  deps: FrontDeps,
  call: ReadCall,
): { appId: string | null; openid: string | null } {
  const token = deps.world.tokens.get(call.query.get('access_token') ?? '');
  const body = typeof call.body === 'object' && call.body !== null ? call.body : {};
  return {
    appId: token?.appId ?? call.query.get('appid') ?? asText(body.appid),
    openid: asText(body.touser),
  };
}

function parseBody(method: string, body: ReadBody): ReadCall['body'] {
  if (method !== 'POST') return null;
  return body.kind === 'bytes' ? parseJsonBody(body.bytes) : 45002;
}

function carryOut(deps: FrontDeps, turn: Turn, call: ReadCall): Answer {
  const answer = answerCall(deps, call);
  if (answer.lane !== undefined) turn.holdLane(answer.lane);
  turn.record.isOverlapping = answer.isOverlapping ?? false;
  return answer;
}

function answerTurn(deps: FrontDeps, turn: Turn, call: ReadCall): void {
  const { record } = turn;
  const { appId, openid } = identify(deps, call);
  record.appId = appId;
  record.openid = openid;
  const { delayMs, fault } = deps.faults.takeForCall({ paths: [call.path], appId, openid });
  if (fault === null) {
    const answer = carryOut(deps, turn, call);
    if (delayMs > 0) record.fault = 'delay';
    turn.reply(replyWith(answer), delayMs + (answer.latencyMs ?? 0));
    return;
  }
  record.fault = fault.kind;
  const answer = isCommitting(fault) ? carryOut(deps, turn, call) : null;
  const reply = applyFault({ fault, answer, refuse: deps.refuse, ip: call.ip });
  turn.reply(reply, delayMs + (answer?.latencyMs ?? 0));
}

/**
 * Answers WeChat's own paths, straight on node:http: this is the upstream of benchmarks. Every call is logged;
 * faults come between the reading and the answer.
 */
export function createWechatFront(deps: FrontDeps) {
  const turnDeps = {
    lanes: deps.world.lanes,
    nowMs: () => deps.clock.now().getTime(),
    onEnded: deps.onEnded,
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    const { path, search } = splitUrl(request.url ?? '/');
    const method = request.method ?? 'GET';
    const at = deps.clock.now();
    const record = deps.calls.begin({ method, path, search, at: at.getTime() });
    const turn = createTurn(turnDeps, { request, response, record });
    if (isWithoutLength(request)) {
      response.setHeader('connection', 'close');
      const contentType = 'text/html';
      turn.reply({ kind: 'bytes', status: 412, contentType, body: '', errcode: null }, 0);
      return;
    }
    const ip = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1';
    readRequestBody(request, (read) => {
      if (read.kind === 'broken-off') return;
      if (read.kind === 'too-large') response.setHeader('connection', 'close');
      const body = parseBody(method, read);
      record.body = read.kind === 'bytes' && typeof body === 'number' ? textOf(read.bytes) : body;
      answerTurn(deps, turn, { method, path, query: new URLSearchParams(search), body, at, ip });
    });
  };
}

const shownBytes = 2000;
const textOf = (bytes: Buffer): string => bytes.subarray(0, shownBytes).toString('utf8');
