import { z } from 'zod';
import type { Call } from '../http/create-call.ts';
import type { WechatClient } from '../wechat-client.ts';

const reply = z.object({
  openid: z.string().min(1).max(128),
  session_key: z.string().min(1),
  unionid: z.string().min(1).max(128).nullish(),
});

/** GET /sns/jscode2session (wechat-facts 1.3): must be GET; a POST is answered 41002. */
export function createCodeToSession(call: Call): WechatClient['codeToSession'] {
  return ({ appId, secret, code, signal }) =>
    call({
      method: 'GET',
      path: '/sns/jscode2session',
      query: { appid: appId, secret, js_code: code, grant_type: 'authorization_code' },
      secrets: [secret, code],
      signal,
      read: (tree) => {
        const parsed = reply.safeParse(tree);
        if (!parsed.success) return undefined;
        const { openid, session_key: sessionKey, unionid } = parsed.data;
        return { openid, sessionKey, unionid: unionid ?? null };
      },
    });
}
