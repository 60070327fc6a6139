import { sendPath } from '@yuexin/domain';
import type { Clock, Logger } from '@yuexin/telemetry';
import type { Dispatcher } from 'undici';
import type { OnCall } from '../http/on-call.ts';
import { postOnce, type PostResult } from '../http/post-once.ts';
import { readSendReply, type SendReading } from '../replies/read-send-reply.ts';
import type { SendMessage, SentReply, WechatClient } from '../wechat-client.ts';

/** POST /cgi-bin/message/subscribe/send (wechat-facts 1.5). Called once per attempt; nothing here sends again. */
export function createSendSubscribeMessage(deps: {
  dispatcher: Dispatcher;
  prefix: string;
  requestMs: number;
  clock: Clock;
  logger: Logger;
  onCall: OnCall | undefined;
}): WechatClient['sendSubscribeMessage'] {
  const { dispatcher, prefix, requestMs, clock, logger, onCall } = deps;

  return async ({ accessToken, message, deadlineAt, deadlineMonotonicMs, signal }) => {
    const startedAtMs = clock.monotonicMs();
    const result = await postOnce({
      dispatcher,
      path: `${prefix}${sendPath}?access_token=${encodeURIComponent(accessToken)}`,
      body: writeBody(message),
      requestMs,
      deadlineAt,
      deadlineMonotonicMs,
      clock,
      signal,
    });
    const { outcome, errmsg } = readResult(result, accessToken);
    const httpStatus = result.kind === 'not-sent' ? null : result.httpStatus;
    const durationMs = clock.monotonicMs() - startedAtMs;
    if (httpStatus === 412) logger.error('WeChat answered 412 to a send', { outcome });
    onCall?.({
      endpoint: sendPath,
      result: outcome.kind,
      errcode: outcome.kind === 'refused' ? outcome.errcode : null,
      httpStatus,
      durationMs,
    });
    return { outcome, httpStatus, errmsg, durationMs } satisfies SentReply;
  };
}

function readResult(result: PostResult, accessToken: string): SendReading {
  if (result.kind !== 'answered') return { outcome: result, errmsg: null };
  const { httpStatus, body } = result;
  return readSendReply({ httpStatus, body, secrets: [accessToken] });
}

/** Raw UTF-8, since \u escapes are doubted (wechat-facts 8.3); `lang` and `miniprogram_state` always, since one page calls them required. */
function writeBody(message: SendMessage): Buffer {
  const body = {
    touser: message.openid,
    template_id: message.templateId,
    ...(message.page === null ? {} : { page: message.page }),
    data: message.data,
    miniprogram_state: message.miniprogramState,
    lang: message.lang,
  };
  return Buffer.from(JSON.stringify(body), 'utf8');
}
