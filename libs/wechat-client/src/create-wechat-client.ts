import { createClock, type Clock, type Logger } from '@yuexin/telemetry';
import { createCodeToSession } from './endpoints/code-to-session.ts';
import { createGetPhoneNumber } from './endpoints/get-phone-number.ts';
import { createGetQuota } from './endpoints/get-quota.ts';
import { createGetStableToken } from './endpoints/get-stable-token.ts';
import { createListTemplates } from './endpoints/list-templates.ts';
import { createSendSubscribeMessage } from './endpoints/send-subscribe-message.ts';
import { createCall } from './http/create-call.ts';
import { createSendPool } from './http/create-send-pool.ts';
import type { OnCall } from './http/on-call.ts';
import { readBaseUrl } from './http/read-base-url.ts';
import type { WechatClient } from './wechat-client.ts';

export type WechatClientOptions = {
  /** https://api.weixin.qq.com, a regional host, a proxy (with a path prefix or without) or the simulator. */
  baseUrl: string;
  logger: Logger;
  timeouts: {
    /** TCP and TLS, each. Default 3,000. */
    connectMs?: number;
    /** Everything together, from the call to the last byte of the answer. */
    requestMs: number;
  };
  /** Connections for sends, at most; more sends than that wait (and count as `not-sent` when their time is over). Default 512. */
  maxSendConnections?: number;
  onCall?: OnCall;
  clock?: Clock;
  /** A certificate authority (PEM) to trust instead of Node's, for a private gateway. */
  ca?: string;
};

/**
 * A client of WeChat's server API. It holds connections: close it. Methods never reject for what WeChat or the network
 * does. Tokens, secrets and codes are in no result, log line or error. Nothing is retried and no redirect followed.
 * Throws TypeError for a base URL that is none.
 */
export function createWechatClient(options: WechatClientOptions): WechatClient {
  const { logger, onCall, ca, clock = createClock(), maxSendConnections = 512 } = options;
  const { connectMs = 3_000, requestMs } = options.timeouts;
  const base = readBaseUrl(options.baseUrl);
  const { origin, prefix } = base;
  const call = createCall({ base, connectMs, requestMs, ca, clock, logger, onCall });
  const dispatcher = createSendPool({ origin, connectMs, maxConnections: maxSendConnections, ca });

  return {
    getStableToken: createGetStableToken(call),
    codeToSession: createCodeToSession(call),
    getPhoneNumber: createGetPhoneNumber(call),
    sendSubscribeMessage: createSendSubscribeMessage({
      dispatcher,
      prefix,
      requestMs,
      clock,
      logger,
      onCall,
    }),
    listTemplates: createListTemplates(call),
    getQuota: createGetQuota(call),
    close: () => dispatcher.close(),
  };
}
