import { succeed } from '../front/answer.ts';
import type { TokenEndpoint } from '../front/endpoint.ts';
import { clearDailyCounts } from '../ledger/quotas.ts';
import { shanghaiMonth } from '../shanghai-time.ts';
import type { SecretDeps } from './open-with-secret.ts';

const clearsPerMonth = 10;

/** POST /cgi-bin/clear_quota: all daily counters to zero, ten times a month (facts 1.7). */
export const clearQuotaEndpoint = (deps: Pick<SecretDeps, 'refuse'>): TokenEndpoint => ({
  path: '/cgi-bin/clear_quota',
  method: 'POST',
  wrongMethodErrcode: 43002,
  access: 'token',
  answer: ({ app, body, at }) => {
    if (body.appid !== app.settings.appId) return deps.refuse(40013);
    const month = shanghaiMonth(at.getTime());
    const count = app.clears.month === month ? app.clears.count : 0;
    if (count >= clearsPerMonth) return deps.refuse(48006);
    app.clears = { month, count: count + 1 };
    clearDailyCounts(app);
    return succeed();
  },
});
