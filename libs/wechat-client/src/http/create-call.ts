import type { Clock, Logger } from '@yuexin/telemetry';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { got, TimeoutError } from 'got';
import { cleanErrmsg } from '../replies/clean-errmsg.ts';
import { extractRid } from '../replies/extract-rid.ts';
import { parseReply, type ReplyTree } from '../replies/parse-reply.ts';
import { readStatus } from '../replies/read-status.ts';
import type { CallResult } from '../wechat-client.ts';
import { describeFailure } from './describe-failure.ts';
import type { OnCall } from './on-call.ts';

type CallInput<T> = {
  method: 'GET' | 'POST';
  path: string;
  query?: Readonly<Record<string, string>>;
  json?: Readonly<Record<string, unknown>>;
  /** Values that must appear in no result and no log. */
  secrets: readonly string[];
  signal: AbortSignal | undefined;
  /** The value of a good answer; undefined when its shape is not the promised one. */
  read(tree: ReplyTree): T | undefined;
};

/** Calls one of WeChat's rarely used endpoints. Never throws for what WeChat or the network does. */
export type Call = <T>(input: CallInput<T>) => Promise<CallResult<T>>;

export type CallOptions = {
  base: { origin: string; prefix: string };
  connectMs: number;
  requestMs: number;
  ca: string | undefined;
  clock: Clock;
  logger: Logger;
  onCall: OnCall | undefined;
};

type Answer = { httpStatus: number; body: Uint8Array };
type Lost = { cause: string; httpStatus: null };

const maxReplyBytes = 4 * 1024 * 1024;

/**
 * One request, one total limit, a connection of its own (an idle one closed under us would lose a code that works once),
 * no redirects, no retries, body as one buffer with Content-Length.
 */
export function createCall(options: CallOptions): Call {
  const { clock, logger, onCall } = options;
  const exchange = createExchange(options);

  return async (input) => {
    const startedAtMs = clock.monotonicMs();
    const answer = await exchange(input);
    const result = 'cause' in answer ? unreachable(answer) : readAnswer(answer, input);
    if (result.kind === 'unreachable') {
      const { cause, httpStatus } = result;
      logger.warn('WeChat gave no usable answer', { endpoint: input.path, cause, httpStatus });
    }
    onCall?.({
      endpoint: input.path,
      result: result.kind,
      errcode: result.kind === 'refused' ? result.errcode : null,
      httpStatus: answer.httpStatus,
      durationMs: clock.monotonicMs() - startedAtMs,
    });
    return result;
  };
}

type ExchangeInput = Pick<CallInput<unknown>, 'method' | 'path' | 'query' | 'json' | 'signal'>;

function createExchange(options: CallOptions) {
  const { base, connectMs, requestMs, ca } = options;
  const client = got.extend({
    agent: { http: new HttpAgent(), https: new HttpsAgent() },
    ...(ca === undefined ? {} : { https: { certificateAuthority: ca } }),
    timeout: { connect: connectMs, secureConnect: connectMs, request: requestMs },
    followRedirect: false,
    retry: { limit: 0 },
    throwHttpErrors: false,
    responseType: 'buffer',
  });

  return async ({ method, path, query, json, signal }: ExchangeInput): Promise<Answer | Lost> => {
    const tooLarge = new AbortController();
    const signals = signal === undefined ? [tooLarge.signal] : [tooLarge.signal, signal];
    try {
      const request = client(`${base.origin}${base.prefix}${path}`, {
        method,
        signal: AbortSignal.any(signals),
        ...(query === undefined ? {} : { searchParams: query }),
        ...(json === undefined
          ? {}
          : {
              body: Buffer.from(JSON.stringify(json), 'utf8'),
              headers: { 'content-type': 'application/json' },
            }),
      });
      void request.on('downloadProgress', ({ transferred }) => {
        if (transferred > maxReplyBytes) tooLarge.abort();
      });
      const { statusCode, rawBody } = await request;
      return { httpStatus: statusCode, body: rawBody };
    } catch (error) {
      // The error itself stops here: it holds the URL, the URL holds token or secret.
      return {
        cause: tooLarge.signal.aborted ? 'too-large' : describeLoss(error),
        httpStatus: null,
      };
    }
  };
}

function describeLoss(error: unknown): string {
  return error instanceof TimeoutError ? `timeout: ${error.event}` : describeFailure(error);
}

const unreachable = ({ cause, httpStatus }: { cause: string; httpStatus: number | null }) =>
  ({ kind: 'unreachable', cause, httpStatus }) as const;

function readAnswer<T>(answer: Answer, input: CallInput<T>): CallResult<T> {
  const { httpStatus, body } = answer;
  const isGood = httpStatus >= 200 && httpStatus < 300;
  if (!isGood && (httpStatus < 400 || httpStatus >= 500)) {
    return unreachable({ cause: `http-${httpStatus}`, httpStatus });
  }
  const reply = parseReply(body);
  const status = reply.kind === 'object' ? readStatus(reply.tree) : undefined;
  if (status !== undefined && status.errcode !== null && status.errcode !== 0) {
    const errmsg = cleanErrmsg(status.errmsg, input.secrets) ?? '';
    return { kind: 'refused', errcode: status.errcode, errmsg, rid: extractRid(errmsg) };
  }
  if (!isGood) return unreachable({ cause: `http-${httpStatus}`, httpStatus });
  if (reply.kind === 'empty') return unreachable({ cause: 'empty-body', httpStatus });
  if (reply.kind === 'not-json') return unreachable({ cause: 'not-json', httpStatus });

  const value = status === undefined ? undefined : input.read(reply.tree);
  if (value === undefined) return unreachable({ cause: 'unexpected-shape', httpStatus });
  return { kind: 'ok', value };
}
