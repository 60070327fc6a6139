import { AppError, normaliseError } from '@yuexin/errors';
import type { ClaimedPush } from '@yuexin/storage';
import type { Clock } from '@yuexin/telemetry';
import type { SentReply, TokenSource, WechatClient } from '@yuexin/wechat-client';
import type { SendDeadline } from './create-claim-push.ts';

/** errcode and errmsg of the token endpoint, or those of a token that was refused twice. */
export type TokenRefusal = { errcode: number; errmsg: string };

export type SentPush = {
  startedAt: Date;
  reply: SentReply;
  /** Of the token the request carried; null when none was had. */
  tokenGeneration: number | null;
  /** WeChat refused to give a token: it is about the app, not about this push. */
  tokenRefusal: TokenRefusal | null;
};

type Deps = {
  tokens: Pick<TokenSource, 'get'>;
  wechat: Pick<WechatClient, 'sendSubscribeMessage'>;
  clock: Pick<Clock, 'now'>;
};

/** Gets a token and makes the one call. Never rejects: every failure is an outcome. `signal` covers both waits. */
export async function sendPush(
  deps: Deps,
  input: { push: ClaimedPush; deadline: SendDeadline; signal: AbortSignal },
): Promise<SentPush> {
  const { push, deadline, signal } = input;
  const token = await takeToken(deps.tokens, push.appId, signal);
  // After the wait: a token that was released during it began no attempt before that.
  const startedAt = deps.clock.now();
  if (token instanceof AppError) {
    const tokenRefusal = refusalOf(token);
    return { startedAt, reply: notSent(token), tokenGeneration: null, tokenRefusal };
  }
  const reply = await send(deps.wechat, {
    accessToken: token.accessToken,
    message: messageOf(push),
    deadlineAt: deadline.at,
    deadlineMonotonicMs: deadline.monotonicMs,
    signal,
  });
  return { startedAt, reply, tokenGeneration: token.generation, tokenRefusal: null };
}

async function takeToken(
  tokens: Deps['tokens'],
  appId: string,
  signal: AbortSignal,
): Promise<{ accessToken: string; generation: number } | AppError> {
  try {
    return await tokens.get(appId, signal);
  } catch (error) {
    return normaliseError(error);
  }
}

/** The client never throws for what WeChat or the network does; a bug of ours after the request left proves nothing. */
async function send(
  wechat: Deps['wechat'],
  input: Parameters<WechatClient['sendSubscribeMessage']>[0],
): Promise<SentReply> {
  const startedAt = performance.now();
  try {
    return await wechat.sendSubscribeMessage(input);
  } catch (error) {
    const cause = `internal: ${normaliseError(error).message}`;
    const durationMs = Math.round(performance.now() - startedAt);
    const outcome = { kind: 'unconfirmed' as const, cause, httpStatus: null };
    return { outcome, httpStatus: null, errmsg: null, durationMs };
  }
}

/**
 * Null for a refusal answered from memory: it is older than a resume that came meanwhile, and must not pause the app again.
 * The one that WeChat gave has paused it already.
 */
function refusalOf(error: AppError): TokenRefusal | null {
  const { errcode, errmsg, isRemembered } = error.details;
  if (error.code !== 'wechat-refused' || typeof errcode !== 'number') return null;
  if (isRemembered === true) return null;
  return { errcode, errmsg: typeof errmsg === 'string' ? errmsg : '' };
}

function notSent(error: AppError): SentReply {
  const outcome = { kind: 'not-sent' as const, cause: `no access token: ${error.message}` };
  return { outcome, httpStatus: null, errmsg: null, durationMs: 0 };
}

const messageOf = (push: ClaimedPush) => ({
  openid: push.openid,
  templateId: push.templateId,
  data: push.data,
  page: push.page,
  miniprogramState: push.miniprogramState,
  lang: push.lang,
});
