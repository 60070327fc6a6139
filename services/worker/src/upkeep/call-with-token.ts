import type { CallResult, TokenSource } from '@yuexin/wechat-client';

/** WeChat says that the token is bad (wechat-facts 2.3). */
const tokenErrcodes = new Set([40001, 40014, 42001]);

/** One call that needs the app's token; a refused token is told to the token source, the next run has a new one. */
export async function callWithToken<T>(
  tokens: Pick<TokenSource, 'get' | 'refused'>,
  appId: string,
  call: (accessToken: string) => Promise<CallResult<T>>,
): Promise<CallResult<T>> {
  const { accessToken, generation } = await tokens.get(appId);
  const result = await call(accessToken);
  if (result.kind === 'refused' && tokenErrcodes.has(result.errcode)) {
    await tokens.refused({ appId, generation, errcode: result.errcode });
  }
  return result;
}
