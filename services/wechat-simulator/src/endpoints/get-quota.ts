import { succeed } from '../front/answer.ts';
import type { TokenEndpoint } from '../front/endpoint.ts';
import { quotaLimits, usedToday } from '../ledger/quotas.ts';
import type { SecretDeps } from './open-with-secret.ts';

const wholeMinuteSeconds = 60;

/** POST /cgi-bin/openapi/quota/get: what is left of a path's quota (facts 1.7). */
export const getQuotaEndpoint = (
  deps: Pick<SecretDeps, 'refuse'> & { isKnownPath: (path: string) => boolean },
): TokenEndpoint => ({
  path: '/cgi-bin/openapi/quota/get',
  method: 'POST',
  wrongMethodErrcode: 43002,
  access: 'token',
  answer: ({ app, body, at }) => {
    const path = typeof body.cgi_path === 'string' ? body.cgi_path : '';
    if (!path.startsWith('/')) return deps.refuse(76003);
    if (path.startsWith('/sns/')) return deps.refuse(76022);
    if (!deps.isKnownPath(path)) return deps.refuse(76021);
    const { daily, minute } = quotaLimits(app, path);
    const used = usedToday(app, path, at.getTime());
    return succeed({
      quota: { daily_limit: daily, used, remain: Math.max(0, daily - used) },
      rate_limit: { call_count: minute, refresh_second: wholeMinuteSeconds },
      component_rate_limit: { call_count: 0, refresh_second: 0 },
    });
  },
});
