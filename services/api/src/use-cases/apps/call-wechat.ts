import { policyForErrcode } from '@yuexin/domain';
import { AppError } from '@yuexin/errors';
import type { CallResult, TokenSource } from '@yuexin/wechat-client';

type Refused = Extract<CallResult<never>, { kind: 'refused' }>;

/** Errcodes that speak of the token and not of the call (wechat-facts 2.3). */
const tokenErrcodes = new Set([40001, 40014, 42001]);

/** Makes a call that needs the app's token; when WeChat refuses the token, once more with another. */
export async function callWithToken<T>(
  tokens: Pick<TokenSource, 'get' | 'refused'>,
  appId: string,
  call: (accessToken: string) => Promise<CallResult<T>>,
): Promise<CallResult<T>> {
  const { accessToken, generation } = await tokens.get(appId);
  const startedAt = new Date();
  const result = await call(accessToken);
  if (result.kind !== 'refused' || !tokenErrcodes.has(result.errcode)) return result;
  await tokens.refused({ appId, generation, errcode: result.errcode, startedAt });
  const next = await tokens.get(appId);
  return call(next.accessToken);
}

/** The error for a call that WeChat refused or did not answer: `unavailable` where waiting cures it, else `wechat-refused`. */
export function wechatError(result: Exclude<CallResult<never>, { kind: 'ok' }>): AppError {
  if (result.kind === 'unreachable')
    return new AppError('unavailable', {
      message: 'WeChat did not answer.',
      retryAfterMs: 1000,
      details: { cause: result.cause, httpStatus: result.httpStatus },
    });
  const { errcode, errmsg, rid } = result;
  const details = { errcode, errmsg, rid };
  const message = `WeChat refused the call with errcode ${errcode}.`;
  return isTransient(result)
    ? new AppError('unavailable', {
        message,
        retryAfterMs: errcode === 45011 ? 60_000 : 1000,
        details,
      })
    : new AppError('wechat-refused', { message, details });
}

/** WeChat is busy, a quota is used up or the token is being replaced: the same call succeeds later. */
function isTransient({ errcode }: Refused): boolean {
  const { about, reason } = policyForErrcode(errcode);
  if (reason === 'unknown-errcode') return false;
  return about === 'quota' || about === 'wechat' || about === 'token';
}
