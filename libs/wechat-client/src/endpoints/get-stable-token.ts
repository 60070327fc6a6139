import { z } from 'zod';
import type { Call } from '../http/create-call.ts';
import { readWholeNumber } from '../replies/read-status.ts';
import type { WechatClient } from '../wechat-client.ts';

const reply = z.object({
  access_token: z.string().min(1).max(4096),
  expires_in: z.unknown().transform(readWholeNumber).pipe(z.number().positive()),
});

/** POST /cgi-bin/stable_token (wechat-facts 1.2): JSON body only, nothing in the query. */
export function createGetStableToken(call: Call): WechatClient['getStableToken'] {
  return ({ appId, secret, forceRefresh = false, signal }) =>
    call({
      method: 'POST',
      path: '/cgi-bin/stable_token',
      json: {
        grant_type: 'client_credential',
        appid: appId,
        secret,
        force_refresh: forceRefresh,
      },
      secrets: [secret],
      signal,
      read: (tree) => {
        const parsed = reply.safeParse(tree);
        if (!parsed.success) return undefined;
        const { access_token: accessToken, expires_in: expiresInSeconds } = parsed.data;
        return { accessToken, expiresInSeconds };
      },
    });
}
