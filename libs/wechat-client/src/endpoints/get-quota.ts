import { z } from 'zod';
import type { Call } from '../http/create-call.ts';
import { readWholeNumber } from '../replies/read-status.ts';
import type { WechatClient } from '../wechat-client.ts';

const count = z.unknown().transform(readWholeNumber).pipe(z.number());
const reply = z.object({
  quota: z.object({ daily_limit: count, used: count, remain: count }),
  rate_limit: z.object({ call_count: count, refresh_second: count }).nullish().catch(null),
});

/** POST /cgi-bin/openapi/quota/get (wechat-facts 1.7). */
export function createGetQuota(call: Call): WechatClient['getQuota'] {
  return ({ accessToken, cgiPath, signal }) =>
    call({
      method: 'POST',
      path: '/cgi-bin/openapi/quota/get',
      query: { access_token: accessToken },
      json: { cgi_path: cgiPath },
      secrets: [accessToken],
      signal,
      read: (tree) => {
        const parsed = reply.safeParse(tree);
        if (!parsed.success) return undefined;
        const { quota, rate_limit: rate } = parsed.data;
        return {
          dailyLimit: quota.daily_limit,
          used: quota.used,
          remain: quota.remain,
          rate:
            rate == null
              ? null
              : { callCount: rate.call_count, refreshSeconds: rate.refresh_second },
        };
      },
    });
}
